package org.ribond.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about model files. */
@Command(
    name = "model",
    sortOptions = false,
    description = "Show or convert a trained model.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelInfoCommand.class, ModelExportCommand.class})
final class ModelCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: info or export");
  }
}
