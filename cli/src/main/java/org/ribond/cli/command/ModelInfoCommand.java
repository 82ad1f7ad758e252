package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a model's architecture and card. */
@Command(
    name = "info",
    sortOptions = false,
    description = "Show a model's architecture and its card: data, plan, scores, calibration.")
final class ModelInfoCommand implements Callable<Integer> {
  private static final int MOST_LETTERS = 1000;

  @Parameters(
      paramLabel = "NAME|FILE",
      arity = "0..1",
      defaultValue = Models.DEFAULT,
      description = "A model that comes with Ribond, or a file. Default: the one named default.")
  private String modelName;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    TrainedModel model = Models.read(modelName);
    if (common.json()) {
      Output.line(Json.pretty(describe(model)));
    } else {
      print(model);
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> describe(TrainedModel model) {
    WindowArchitecture architecture = model.windowArchitecture();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("windows", architecture.windows().stream().map(ModelInfoCommand::describe).toList());
    shape.put("hidden", architecture.hidden());
    shape.put("activation", NonLinearity.of(architecture).label());
    shape.put("dropout", architecture.dropout());
    shape.put("classes", architecture.classes());
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("model", modelName);
    description.put("format", ModelFile.FORMAT);
    description.put("format_version", ModelFile.FORMAT_VERSION);
    description.put("members", model.members().size());
    description.put("parameters_per_member", parameters(model));
    description.put("architecture", shape);
    description.put("card", model.card());
    return description;
  }

  private static Map<String, Object> describe(Window window) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", window.name());
    description.put("length", window.length());
    description.put("half_window", window.halfWindow());
    description.put("alphabet", window.alphabet());
    return description;
  }

  private static long parameters(TrainedModel model) {
    Weights weights = model.members().getFirst();
    return weights.tensors().stream().mapToLong(tensor -> tensor.values().length).sum();
  }

  private void print(TrainedModel model) {
    WindowArchitecture architecture = model.windowArchitecture();
    line("model", modelName);
    line("members", model.members().size());
    for (Window window : architecture.windows()) {
      line("window." + window.name(), window.length() + " letters of " + window.alphabet());
    }
    line("hidden", architecture.hidden().stream().map(String::valueOf).toList());
    line("activation", NonLinearity.of(architecture).label());
    line("dropout", architecture.dropout());
    line("parameters", parameters(model) + " a member");
    model.card().forEach((name, value) -> line(name, shortened(value)));
  }

  /** The start of a value that would fill the screen; {@code --json} has all of it. */
  private static String shortened(String value) {
    return value.length() <= MOST_LETTERS
        ? value
        : value.substring(0, MOST_LETTERS) + "... (" + value.length() + " letters)";
  }

  private static void line(String name, List<String> values) {
    line(name, String.join(", ", values));
  }

  private static void line(String name, Object value) {
    String text = String.valueOf(value).strip().replaceAll("\\R", " ");
    Output.line(String.format(Locale.ROOT, "%-22s %s", name, text));
  }
}
