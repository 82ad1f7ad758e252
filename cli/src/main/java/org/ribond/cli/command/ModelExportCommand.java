package org.ribond.cli.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelModels;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.LabelOnnx;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.Safetensors;
import org.ribond.engine.network.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in a format that other programs read. */
@Command(
    name = "export",
    sortOptions = false,
    description = "Write a model in a format that other programs read.",
    footer = {
      "",
      "safetensors is Ribond's own format: tensors member.I.LAYER.NAME, all else in",
      "the metadata. csv has a line for each weight: tensor, row, column, value. The",
      "rows of a window's weights are its letters, position by position: residues",
      "ACDEFGHIKLMNPQRSTVWY, bases ACGU. onnx is a model that labels sequences of one",
      "length, for ONNX Runtime and others: input 'letters', codes of letters in the",
      "order that its metadata give, batch x length; output 'answers', probabilities",
      "or numbers as 'label' prints them, batch x classes."
    })
final class ModelExportCommand implements Callable<Integer> {
  /** Output formats. */
  enum Format {
    SAFETENSORS,
    CSV,
    ONNX
  }

  @Parameters(
      paramLabel = "NAME|FILE",
      arity = "0..1",
      defaultValue = Models.DEFAULT,
      description = "A model that comes with Ribond, or a file. Default: the one named default.")
  private String modelName;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "safetensors, csv or onnx.")
  private Format format;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "onnx: letters of each sequence (default: that of all training sequences, if they have"
              + " one).")
  private Optional<Integer> length = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (length.isPresent() && (format != Format.ONNX || length.get() < 1)) {
      throw new UsageException("--length is for --format onnx, and at least 1");
    }
    Output.check(out);
    if (format == Format.ONNX) {
      byte[] graph = onnx();
      Output.writeBytes(out, stream -> stream.write(graph));
      common.messages().info("exported model " + modelName + ", " + graph.length + " bytes");
      return ExitCode.DONE;
    }
    Safetensors content = ModelFile.encode(Models.read(modelName));
    if (format == Format.SAFETENSORS) {
      Output.writeBytes(out, content::writeTo);
    } else {
      Output.write(out, text -> writeCsv(content, text));
    }
    common
        .messages()
        .info("exported " + content.tensors().size() + " tensors of model " + modelName);
    return ExitCode.DONE;
  }

  private byte[] onnx() {
    LabelModel model = LabelModels.read(modelName);
    try {
      return LabelOnnx.of(model, length, RibondCommand.version());
    } catch (DataException e) {
      throw new DataException(modelName + ": " + e.getMessage(), e);
    }
  }

  private static void writeCsv(Safetensors content, Writer out) throws IOException {
    out.write("tensor,row,column,value\n");
    for (Tensor tensor : content.tensors()) {
      for (int i = 0; i < tensor.values().length; i++) {
        out.write(tensor.name());
        out.write("," + i / tensor.columns() + "," + i % tensor.columns());
        out.write("," + tensor.values()[i] + "\n");
      }
    }
  }
}
