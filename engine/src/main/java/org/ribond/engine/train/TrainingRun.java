package org.ribond.engine.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;

/**
 * Trains the members of an ensemble, as many at a time as there are backends, and keeps a
 * checkpoint: after each epoch, and where the run is told to stop.
 *
 * <p>All randomness is a function of counters (seed, member, epoch, step), and the checkpoint holds
 * weights, moments and counters. So a run that is resumed, even after it was killed, ends with the
 * same weights, bit for bit, as one that never stopped; on the {@code scalar} and {@code vector}
 * backends whatever the number of threads, and of members that are trained at a time.
 */
public final class TrainingRun {
  private final List<Backend> backends;
  private final Task task;
  private final SequencedMap<String, String> inputs;
  private final Path checkpoint;

  /**
   * Prepares a run.
   *
   * @param backends where it runs: each trains one member at a time, on a thread of its own; all of
   *     one name; they remain the caller's
   * @param task what is trained
   * @param inputs what else determines the result, such as a hash of the data; a checkpoint with
   *     other inputs, or of another backend, is refused
   * @param checkpoint file of the checkpoint
   * @throws IllegalArgumentException if there is no backend, or if they have different names
   */
  public TrainingRun(
      List<Backend> backends, Task task, SequencedMap<String, String> inputs, Path checkpoint) {
    if (backends.stream().map(Backend::name).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "a run on the backends " + backends.stream().map(Backend::name).toList());
    }
    this.backends = List.copyOf(backends);
    this.task = task;
    this.inputs = new LinkedHashMap<>(inputs);
    this.inputs.put("backend", backends.getFirst().name());
    this.checkpoint = checkpoint;
  }

  /**
   * Trains from the beginning.
   *
   * @param stop asked before each step, by each thread that trains; once it is true the run writes
   *     its checkpoint and ends
   * @throws DivergedException if loss or weights are no longer finite
   * @throws org.ribond.engine.file.DataException if the checkpoint cannot be written
   */
  public TrainingOutcome start(TrainingListener listener, BooleanSupplier stop) {
    return run(Checkpoint.none(), listener, stop);
  }

  /**
   * Goes on from the checkpoint.
   *
   * @throws org.ribond.engine.file.DataException if it cannot be read, or is of another plan, other
   *     inputs or another backend
   * @see #start
   */
  public TrainingOutcome resume(TrainingListener listener, BooleanSupplier stop) {
    return run(Checkpoint.read(checkpoint, task, inputs), listener, stop);
  }

  private TrainingOutcome run(Checkpoint from, TrainingListener listener, BooleanSupplier stop) {
    RunLedger ledger = new RunLedger(from, task.plan(), inputs, checkpoint);
    if (backends.size() == 1) {
      trainMembers(backends.getFirst(), ledger, listener, stop);
    } else {
      sideBySide(ledger, listener, stop);
    }
    return ledger.outcome();
  }

  /** A thread a backend. What one throws ends the others, whose last epochs are kept. */
  private void sideBySide(RunLedger ledger, TrainingListener listener, BooleanSupplier stop) {
    AtomicBoolean hasFailed = new AtomicBoolean();
    BooleanSupplier end = () -> hasFailed.get() || stop.getAsBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(backends.size())) {
      List<Future<?>> futures = new ArrayList<>();
      for (Backend backend : backends) {
        futures.add(
            threads.submit(
                () -> {
                  boolean isDone = false;
                  try {
                    trainMembers(backend, ledger, listener, end);
                    isDone = true;
                  } finally {
                    if (!isDone) {
                      hasFailed.set(true);
                    }
                  }
                }));
      }
      for (Future<?> future : futures) {
        await(future, hasFailed);
      }
    }
  }

  private static void await(Future<?> future, AtomicBoolean hasFailed) {
    try {
      future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      hasFailed.set(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while networks are trained", e);
    }
  }

  /** Trains member after member, until none is left or it is told to stop. */
  private void trainMembers(
      Backend backend, RunLedger ledger, TrainingListener listener, BooleanSupplier stop) {
    OptionalInt next = ledger.claim();
    while (next.isPresent()) {
      if (!train(next.getAsInt(), backend, ledger, listener, stop)) {
        return;
      }
      next = ledger.claim();
    }
  }

  /** Trains one member; false if it was told to stop. */
  private boolean train(
      int member,
      Backend backend,
      RunLedger ledger,
      TrainingListener listener,
      BooleanSupplier stop) {
    try (MemberTraining training =
        new MemberTraining(task, member, backend, ledger.state(member))) {
      while (!training.isDone()) {
        Optional<EpochReport> report = training.epoch(listener, stop);
        if (report.isEmpty()) {
          ledger.stopped(member, training.state());
          return false;
        }
        if (training.isDone()) {
          ledger.lastEpoch(report.get(), training.report(), listener);
        } else {
          ledger.epoch(report.get(), training.state(), listener);
        }
      }
    }
    return true;
  }
}
