package org.ribond.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.CrossValidationOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.CrossValidation;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code crossvalidate} of one task. */
abstract class CrossvalidatingCommand implements Callable<Integer> {
  private final Interruption interruption;

  @Spec private CommandSpec spec;

  @Mixin private TaskOption task;

  CrossvalidatingCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Whose command it is. */
  abstract TaskKind task();

  /** Name of the data that are cut into folds. */
  abstract String data();

  /** The folds. */
  abstract CrossValidationOptions folds();

  /** Says at once what is wrong with the options of training. */
  abstract void checkOptions();

  /** New objects of the options that are handed on to the trainings. */
  abstract List<Object> trainingOptions();

  /** Names of the tests that are done. */
  abstract List<String> protocols();

  /** Columns of the table, of those that there are. */
  abstract List<String> measures();

  /** What computes. */
  abstract BackendChoice backendChoice();

  /** Options of every command. */
  abstract CommonOptions common();

  @Override
  public Integer call() {
    interruption.announce();
    task.require(task());
    checkOptions();
    SweepGrid grid = new SweepGrid();
    grid.set("data", data());
    folds().seed().ifPresent(seed -> grid.set("fold-seed", String.valueOf(seed)));
    grid.setGiven(spec.commandLine().getParseResult(), trainingOptions());
    grid.addFolds(folds().folds());
    new CrossValidation(
            folds().out(),
            folds().jobs(),
            backendChoice(),
            TrainingCommand.trainer(task(), protocols(), interruption),
            measures())
        .run(grid, interruption, common());
    return ExitCode.DONE;
  }
}
