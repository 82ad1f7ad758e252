package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.OverwriteCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The program itself: its help, its version and its commands. */
@Command(
    name = "ribond",
    sortOptions = false,
    description = "Runs and trains compact networks on sequences of RNA, DNA and protein.",
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
public final class RibondCommand implements Runnable {
  /** The option of every command that writes a file. */
  private static final String OUT = "--out";

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

  @CommandLine.Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }

  /**
   * A command of the program.
   *
   * @param type its class, whose annotation says what it does
   * @param maker makes one, or its command line
   */
  private record Entry(Class<?> type, Supplier<?> maker) {
    /** Its name and what it does without its options, for the list of commands in the help. */
    CommandSpec summary() {
      Command annotation = type.getAnnotation(Command.class);
      CommandSpec spec = CommandSpec.create();
      spec.usageMessage().header(annotation.header()).description(annotation.description());
      return spec;
    }
  }

  /** All commands, in the order in which the help lists them; some are those of a task. */
  private static Map<String, Entry> commands(String[] args, Interruption interruption) {
    Map<String, Entry> commands = new LinkedHashMap<>();
    commands.put("predict", new Entry(PredictCommand.class, PredictCommand::new));
    commands.put("fold", new Entry(FoldCommand.class, FoldCommand::new));
    commands.put("label", new Entry(LabelCommand.class, LabelCommand::new));
    commands.put("embed", new Entry(EmbedCommand.class, EmbedCommand::new));
    commands.put("explain", new Entry(ExplainCommand.class, ExplainCommand::new));
    commands.put("model", new Entry(ModelCommand.class, ModelCommand::new));
    commands.putAll(ofTask(args, interruption));
    commands.put("probe", new Entry(ProbeCommand.class, ProbeCommand::new));
    commands.put("report", new Entry(ReportCommand.class, ReportCommand::new));
    commands.put("dataset", new Entry(DatasetCommand.class, () -> DatasetCommand.line(args)));
    commands.put("bench", new Entry(BenchCommand.class, BenchCommand::new));
    commands.put("devices", new Entry(DevicesCommand.class, DevicesCommand::new));
    commands.put("help", new Entry(HelpCommand.class, HelpCommand::new));
    return commands;
  }

  /** The task of a command that has one; others are not searched for it. */
  private static TaskKind task(String[] args) {
    List<String> words = Arrays.asList(args);
    return Stream.of("train", "evaluate", "sweep", "crossvalidate").anyMatch(words::contains)
        ? TaskKind.told(args).or(() -> TaskChoice.byModel(args)).orElse(TaskKind.CONTACT)
        : TaskKind.CONTACT;
  }

  private static Map<String, Entry> ofTask(String[] args, Interruption interruption) {
    Map<String, Entry> commands = new LinkedHashMap<>();
    TaskKind kind = task(args);
    switch (kind) {
      case CONTACT, FOLD, EMBED -> {
        boolean isFold = kind == TaskKind.FOLD;
        commands.put(
            "train",
            switch (kind) {
              case FOLD ->
                  new Entry(FoldTrainCommand.class, () -> new FoldTrainCommand(interruption));
              case EMBED ->
                  new Entry(EmbedTrainCommand.class, () -> new EmbedTrainCommand(interruption));
              default -> new Entry(TrainCommand.class, () -> new TrainCommand(interruption));
            });
        commands.put(
            "evaluate",
            isFold
                ? new Entry(FoldEvaluateCommand.class, FoldEvaluateCommand::new)
                : new Entry(EvaluateCommand.class, EvaluateCommand::new));
        // There are no sweeps for structures and encoders yet: these say so.
        commands.put("sweep", new Entry(SweepCommand.class, () -> new SweepCommand(interruption)));
        commands.put(
            "crossvalidate",
            new Entry(CrossvalidateCommand.class, () -> new CrossvalidateCommand(interruption)));
      }
      case LABEL -> {
        commands.put(
            "train", new Entry(LabelTrainCommand.class, () -> new LabelTrainCommand(interruption)));
        commands.put("evaluate", new Entry(LabelEvaluateCommand.class, LabelEvaluateCommand::new));
        commands.put(
            "sweep", new Entry(LabelSweepCommand.class, () -> new LabelSweepCommand(interruption)));
        commands.put(
            "crossvalidate",
            new Entry(
                LabelCrossvalidateCommand.class,
                () -> new LabelCrossvalidateCommand(interruption)));
      }
    }
    return commands;
  }

  /**
   * The command line for {@code args}. Only commands that are named are built, as finding all
   * options of all commands is most of what a short run would wait for; of the others the help
   * needs no more than a summary.
   *
   * @param interruption for commands that end in their own way when they are stopped
   */
  public static CommandLine line(String[] args, Interruption interruption) {
    CommandLine line = new CommandLine(new RibondCommand());
    Map<String, Entry> commands = commands(args, interruption);
    Set<String> words = new HashSet<>(Arrays.asList(args));
    boolean begins = args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help");
    commands.forEach(
        (name, command) -> {
          if (begins ? name.equals(args[0]) : words.contains(name)) {
            line.addSubcommand(name, command.maker().get());
          } else if (!begins) {
            line.addSubcommand(name, command.summary());
          }
        });
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    // A file may have a name that begins with @.
    line.setExpandAtFiles(false);
    line.setExecutionStrategy(RibondCommand::execute);
    return line;
  }

  /** Runs the last command that was named, unless its output is one of its inputs. */
  private static int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    try {
      checkOutput(last);
    } catch (RuntimeException e) {
      throw new ExecutionException(last.commandSpec().commandLine(), e.getMessage(), e);
    }
    return new RunLast().execute(parsed);
  }

  private static void checkOutput(ParseResult parsed) {
    OptionSpec output = parsed.matchedOption(OUT);
    if (output == null) {
      return;
    }
    List<String> inputs =
        parsed.matchedArgs().stream()
            .filter(arg -> !arg.equals(output))
            .flatMap(arg -> arg.originalStringValues().stream())
            .toList();
    for (String file : output.originalStringValues()) {
      OverwriteCheck.check(Path.of(file), inputs);
    }
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
