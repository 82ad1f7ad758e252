package org.ribond.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The program itself: its help, its version and its commands. */
@Command(
    name = "ribond",
    sortOptions = false,
    description = "Predicts which residues of a protein bind which bases of an RNA, from sequence.",
    versionProvider = RibondCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  internal error",
      "  2  wrong usage",
      "  3  bad or unreadable data",
      "  4  backend or device unavailable or failed",
      "  5  interrupted, can be resumed"
    })
final class RibondCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }

  /** All commands, in the order in which the help lists them. */
  private static Map<String, Supplier<Object>> commands(Interruption interruption) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("predict", PredictCommand::new);
    commands.put("model", ModelCommand::new);
    commands.put("train", () -> new TrainCommand(interruption));
    commands.put("evaluate", EvaluateCommand::new);
    commands.put("sweep", () -> new SweepCommand(interruption));
    commands.put("crossvalidate", () -> new CrossvalidateCommand(interruption));
    commands.put("report", ReportCommand::new);
    commands.put("dataset", DatasetCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("devices", DevicesCommand::new);
    commands.put("help", HelpCommand::new);
    return commands;
  }

  /**
   * The command line for {@code args}. Only the command that is named is built, which is most of
   * what a short run would wait for; all are where none is named, for the help.
   *
   * @param interruption for commands that end in their own way when they are stopped
   */
  static CommandLine line(String[] args, Interruption interruption) {
    CommandLine line = new CommandLine(new RibondCommand());
    Map<String, Supplier<Object>> commands = commands(interruption);
    boolean named = args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help");
    commands.forEach(
        (name, command) -> {
          if (!named || name.equals(args[0])) {
            line.addSubcommand(name, command.get());
          }
        });
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    // A file may have a name that begins with @.
    line.setExpandAtFiles(false);
    return line;
  }

  /** The program's version, from its own jar. */
  static String version() {
    String version = RibondCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Prints the bare version number. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
