package org.ribond.cli.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
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
      "ACDEFGHIKLMNPQRSTVWY, bases ACGU."
    })
final class ModelExportCommand implements Callable<Integer> {
  /** Output formats. */
  enum Format {
    SAFETENSORS,
    CSV
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
      description = "safetensors or csv.")
  private Format format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Safetensors content = ModelFile.encode(Models.read(modelName));
    switch (format) {
      case SAFETENSORS -> Output.writeBytes(out, content::writeTo);
      case CSV -> Output.write(out, text -> writeCsv(content, text));
    }
    common
        .messages()
        .info("exported " + content.tensors().size() + " tensors of model " + modelName);
    return ExitCode.DONE;
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
