package org.ribond.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.SweepOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.sweep.SweepFolder;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.sweep.SweepRun;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Mixin;

/** The command {@code sweep} of one task. */
abstract class SweepingCommand implements Callable<Integer> {
  private final Interruption interruption;

  @Mixin private TaskOption task;
  @Mixin private SweepOptions.Files files;

  SweepingCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Whose command it is. */
  abstract TaskKind task();

  /** Options of the grid. */
  abstract SweepOptions.Grid gridOptions();

  /** Options of the runs. */
  abstract SweepOptions.Runs runOptions();

  /** Adds the task's own lists to the grid, over what the plan says. */
  abstract void addLists(SweepGrid grid);

  /** Names of the tests that are done. */
  abstract List<String> protocols(SweepGrid grid);

  /** Tests each run, unless it has a fold to be tested with. */
  abstract Optional<SweepTest> test(SweepGrid grid);

  @Override
  public Integer call() {
    task.require(task());
    SweepGrid grid = grid();
    List<SweepRun> runs = grid.runs();
    if (runOptions().list()) {
      runs.forEach(
          run ->
              Output.line(
                  run.number() + "\t" + run.name() + "\t" + String.join(" ", run.arguments())));
      return ExitCode.DONE;
    }
    SweepFolder folder = new SweepFolder(files.out());
    if (!runOptions().collect()) {
      interruption.announce();
      run(grid, runs, folder);
    }
    if (runOptions().job().isEmpty()) {
      folder.collect();
      runOptions().common().messages().info("wrote " + folder.results());
      if (runOptions().common().json()) {
        folder.rows().forEach(row -> Output.line(Json.line(row)));
      }
    }
    return ExitCode.DONE;
  }

  private SweepGrid grid() {
    SweepGrid grid = new SweepGrid();
    files
        .plan()
        .ifPresent(file -> grid.addPlan(file, TrainingCommand.of(task(), interruption).line()));
    gridOptions().fixed().forEach(grid::set);
    addLists(grid);
    gridOptions().folds().ifPresent(grid::addFolds);
    return grid;
  }

  private void run(SweepGrid grid, List<SweepRun> runs, SweepFolder folder) {
    Optional<Integer> job = runOptions().job();
    if (job.isPresent() && (job.get() < 1 || job.get() > runs.size())) {
      throw new UsageException("--job must be from 1 to " + runs.size());
    }
    List<String> protocols = protocols(grid);
    Sweep sweep =
        new Sweep(
            folder,
            test(grid),
            runOptions().backendChoice(),
            runOptions().jobs(),
            TrainingCommand.trainer(task(), protocols, interruption),
            runOptions().retry());
    if (job.isPresent()) {
      sweep.runJob(runs.get(job.get() - 1), interruption, runOptions().common().messages());
    } else {
      sweep.run(runs, interruption, runOptions().common().messages());
    }
  }
}
