package org.ribond.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.options.PlanFile;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.sweep.SweepTrainer;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code train} of one task, as the command line and a sweep run it. */
abstract class TrainingCommand implements Callable<Integer> {
  /** Tells of a stop. */
  final Interruption interruption;

  @Spec private CommandSpec spec;

  TrainingCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  /** The command of {@code task}, without options. */
  static TrainingCommand of(TaskKind task, Interruption interruption) {
    return switch (task) {
      case CONTACT -> new TrainCommand(interruption);
      case LABEL -> new LabelTrainCommand(interruption);
      case FOLD -> new FoldTrainCommand(interruption);
      case EMBED -> new EmbedTrainCommand(interruption);
    };
  }

  /** Whose command it is. */
  abstract TaskKind task();

  /** The file of more options, if one is named. */
  abstract Optional<String> planFile();

  /** Trains, without regard to a plan file. */
  abstract void train();

  /** A test with the data that were left out as a fold, if any. */
  abstract Optional<SweepTest> heldOut(List<String> protocols);

  @Override
  public Integer call() {
    TrainingCommand command = planFile().isPresent() ? withPlanFile() : this;
    command.train();
    return ExitCode.DONE;
  }

  /** The same command with the plan file's options before those that were given. */
  private TrainingCommand withPlanFile() {
    CommandLine check = of(task(), interruption).line();
    ParseResult parsed = spec.commandLine().getParseResult();
    List<String> arguments =
        new ArrayList<>(
            PlanFile.options(planFile().orElseThrow(), check, parsed::hasMatchedOption));
    List<String> given = parsed.originalArgs();
    arguments.addAll(given.subList(given.indexOf(spec.name()) + 1, given.size()));
    return parsed(task(), arguments, interruption);
  }

  /** A command line of the command, in which an option that comes again counts. */
  CommandLine line() {
    return new CommandLine(this)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true);
  }

  /**
   * The command with options as on the command line.
   *
   * @throws picocli.CommandLine.ParameterException if they are wrong
   */
  private static TrainingCommand parsed(
      TaskKind task, List<String> arguments, Interruption interruption) {
    TrainingCommand command = of(task, interruption);
    command.line().parseArgs(arguments.toArray(String[]::new));
    return command;
  }

  /** Trains for a sweep. */
  static SweepTrainer trainer(TaskKind task, List<String> protocols, Interruption interruption) {
    return arguments -> {
      TrainingCommand command = parsed(task, arguments, interruption);
      command.train();
      return command.heldOut(protocols);
    };
  }
}
