package org.ribond.cli.command;

import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.contact.complex.DatasetCounts;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts what a complexes file holds. */
@Command(
    name = "info",
    sortOptions = false,
    description = "Count structures, pairs, contacts and sequences.")
final class DatasetInfoCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATA",
      description =
          "A complexes file, or pdb, pdb.train, pdb.valid or pdb.test for the data that come with"
              + " Ribond.")
  private String data;

  @Mixin private TaskOption task;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.CONTACT);
    DatasetCounts counts = DatasetCounts.of(ShippedData.readNamed(data));
    if (common.json()) {
      Output.line(Json.line(DatasetCommand.json(counts)));
    } else {
      DatasetCommand.json(counts)
          .forEach((name, value) -> Output.line(name.replace('_', ' ') + "\t" + value));
    }
    return ExitCode.DONE;
  }
}
