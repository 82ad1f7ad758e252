package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.TowersArchitecture;
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
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("model", modelName);
    description.put("format", ModelFile.FORMAT);
    description.put("format_version", ModelFile.FORMAT_VERSION);
    description.put("members", model.members().size());
    description.put("parameters_per_member", parameters(model));
    description.put("architecture", shape(model.architecture()));
    description.put("card", model.card());
    return description;
  }

  private static Map<String, Object> shape(Architecture architecture) {
    Map<String, Object> shape = new LinkedHashMap<>();
    switch (architecture) {
      case WindowArchitecture pair -> {
        shape.put("windows", pair.windows().stream().map(ModelInfoCommand::describe).toList());
        shape.put("hidden", pair.hidden());
        shape.put("activation", NonLinearity.of(pair).label());
        shape.put("dropout", pair.dropout());
        shape.put("classes", pair.classes());
      }
      case ChainArchitecture chains -> {
        shape.put("family", chains.family().name());
        shape.put("alphabet", chains.alphabet());
        shape.put("outputs", chains.outputs());
        shape.putAll(chains.family().entries());
      }
      case TowersArchitecture towers -> {
        shape.put("family", "towers");
        shape(towers.residues()).forEach((name, value) -> shape.put("residue." + name, value));
        shape(towers.bases()).forEach((name, value) -> shape.put("base." + name, value));
      }
      case LinearArchitecture linear -> {
        shape.put("family", LinearArchitecture.NAME);
        shape.put("alphabet", linear.alphabet());
        shape.put("outputs", linear.outputs());
        shape.put("longest_word", linear.longestWord());
        shape.put("first_position", linear.firstPosition());
        shape.put("positions", linear.positions());
      }
    }
    return shape;
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
    line("model", modelName);
    line("members", model.members().size());
    if (model.architecture() instanceof WindowArchitecture pair) {
      for (Window window : pair.windows()) {
        line("window." + window.name(), window.length() + " letters of " + window.alphabet());
      }
      line("hidden", pair.hidden().stream().map(String::valueOf).toList());
      line("activation", NonLinearity.of(pair).label());
      line("dropout", pair.dropout());
    } else {
      shape(model.architecture()).forEach((name, value) -> line(name, inWords(value)));
    }
    line("parameters", parameters(model) + " a member");
    model.card().forEach((name, value) -> line(name, shortened(value)));
  }

  private static Object inWords(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : value;
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
