package org.ribond.cli.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.ribond.cli.format.Directories;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.terminal.InterruptedRunException;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;

/**
 * A sweep that is carried out: all runs in a folder that are not over, one after another or some at
 * a time.
 *
 * @param folder its folder
 * @param test tests each run, if there is a test besides that of a fold
 * @param backendChoice where runs are done
 * @param jobs runs at a time, which share the threads
 * @param trainer trains for a run
 * @param retry whether runs that failed are done again
 */
public record Sweep(
    SweepFolder folder,
    Optional<SweepTest> test,
    BackendChoice backendChoice,
    int jobs,
    SweepTrainer trainer,
    boolean retry) {

  /**
   * A sweep.
   *
   * @throws UsageException if {@code jobs} is below 1
   */
  public Sweep {
    if (jobs < 1) {
      throw new UsageException("--jobs must be at least 1");
    }
  }

  /**
   * Does all of {@code runs}.
   *
   * @throws UsageException if another program does the same
   * @throws InterruptedRunException if the user stops the sweep
   */
  public void run(List<SweepRun> runs, Interruption interruption, Messages messages) {
    Directories.create(folder.path());
    SweepLock.whileHeld(
        folder.path(),
        false,
        messages,
        () -> runLeft(runs, interruption, messages, folder::collect));
  }

  /**
   * Does one run, while other programs may do others.
   *
   * @see #run
   */
  public void runJob(SweepRun run, Interruption interruption, Messages messages) {
    Directories.create(folder.of(run));
    SweepLock.whileHeld(
        folder.path(),
        true,
        messages,
        () ->
            SweepLock.whileHeld(
                folder.of(run),
                false,
                messages,
                () -> runLeft(List.of(run), interruption, messages, () -> {})));
  }

  /** Does the runs that are not over yet, and {@code gather} after each. */
  private void runLeft(
      List<SweepRun> runs, Interruption interruption, Messages messages, Runnable gather) {
    SweepProgress progress = new SweepProgress(runs.size(), messages);
    List<SweepRun> left = new ArrayList<>();
    for (SweepRun run : runs) {
      var row = folder.row(run);
      boolean isOver =
          row.isPresent()
              && (!retry || !SweepFolder.FAILED.equals(row.get().get(SweepFolder.STATUS)));
      if (isOver) {
        progress.known(run, row.get());
      } else {
        left.add(run);
      }
    }
    SweepRunner runner =
        new SweepRunner(folder, test, backendChoice, jobs, trainer, interruption, progress);
    Consumer<SweepRun> each =
        run -> {
          runner.run(run);
          gather.run();
        };
    interruption.await();
    if (jobs == 1) {
      left.forEach(each);
    } else {
      inParallel(left, each);
    }
  }

  private void inParallel(List<SweepRun> runs, Consumer<SweepRun> each) {
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
      List<Future<?>> futures = new ArrayList<>();
      runs.forEach(run -> futures.add(threads.submit(() -> each.accept(run))));
      for (Future<?> future : futures) {
        Optional<RuntimeException> failure = failure(future);
        if (failure.isPresent()) {
          threads.shutdownNow();
          throw failure.get();
        }
      }
    }
  }

  private static Optional<RuntimeException> failure(Future<?> future) {
    try {
      future.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof RuntimeException failure
              ? failure
              : new IllegalStateException(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(
          new InterruptedRunException("interrupted; the same command goes on from there"));
    }
  }

  /**
   * The protocols that {@code names}, separated by commas.
   *
   * @throws UsageException if one is unknown
   */
  public static List<String> protocols(String names) {
    List<String> all = List.of(names.toLowerCase(Locale.ROOT).split(",", -1));
    if (!List.of("paper", "map").containsAll(all)) {
      throw new UsageException("--protocols must be paper, map or both");
    }
    return all;
  }
}
