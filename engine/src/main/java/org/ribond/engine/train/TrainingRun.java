package org.ribond.engine.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;

/**
 * Trains the members of an ensemble, one after another, and keeps a checkpoint: after each epoch,
 * and where the run is told to stop.
 *
 * <p>All randomness is a function of counters (seed, member, epoch, step), and the checkpoint holds
 * weights, moments and counters. So a run that is resumed, even after it was killed, ends with the
 * same weights, bit for bit, as one that never stopped; on the {@code scalar} and {@code vector}
 * backends whatever the number of threads.
 */
public final class TrainingRun {
  private final Backend backend;
  private final TrainingPlan plan;
  private final Sampling.Samplers samplers;
  private final Optional<Validation> validation;
  private final SequencedMap<String, String> inputs;
  private final Path checkpoint;

  /**
   * Prepares a run.
   *
   * @param backend where it runs; remains the caller's
   * @param samplers samplers of the members
   * @param validation what chooses each member's best epoch; without it that is the last
   * @param inputs what else determines the result, such as a hash of the data; a checkpoint with
   *     other inputs, or of another backend, is refused
   * @param checkpoint file of the checkpoint
   */
  public TrainingRun(
      Backend backend,
      TrainingPlan plan,
      Sampling.Samplers samplers,
      Optional<Validation> validation,
      SequencedMap<String, String> inputs,
      Path checkpoint) {
    this.backend = backend;
    this.plan = plan;
    this.samplers = samplers;
    this.validation = validation;
    this.inputs = new LinkedHashMap<>(inputs);
    this.inputs.put("backend", backend.name());
    this.checkpoint = checkpoint;
  }

  /**
   * Trains from the beginning.
   *
   * @param stop asked before each step; once it is true the run writes its checkpoint and ends
   * @throws DivergedException if loss or weights are no longer finite
   * @throws org.ribond.engine.file.DataException if the checkpoint cannot be written
   */
  public TrainingOutcome start(TrainingListener listener, BooleanSupplier stop) {
    return run(new Checkpoint(List.of(), Optional.empty(), List.of()), listener, stop);
  }

  /**
   * Goes on from the checkpoint.
   *
   * @throws org.ribond.engine.file.DataException if it cannot be read, or is of another plan, other
   *     inputs or another backend
   * @see #start
   */
  public TrainingOutcome resume(TrainingListener listener, BooleanSupplier stop) {
    return run(Checkpoint.read(checkpoint, plan, inputs), listener, stop);
  }

  private TrainingOutcome run(Checkpoint from, TrainingListener listener, BooleanSupplier stop) {
    List<MemberReport> members = new ArrayList<>(from.members());
    List<EpochReport> history = new ArrayList<>(from.history());
    Optional<MemberState> state = from.current();
    while (members.size() < plan.members()) {
      int member = members.size();
      try (MemberTraining training =
          new MemberTraining(backend, plan, member, samplers.of(member), state)) {
        while (!training.isDone()) {
          Optional<EpochReport> report = training.epoch(validation, listener, stop);
          if (report.isEmpty()) {
            save(members, Optional.of(training.state()), history);
            return new TrainingOutcome.InterruptedTraining(member, training.epoch(), history);
          }
          history.add(report.get());
          if (!training.isDone()) {
            save(members, Optional.of(training.state()), history);
            listener.epoch(List.copyOf(history));
          }
        }
        members.add(training.report());
      }
      state = Optional.empty();
      save(members, state, history);
      listener.epoch(List.copyOf(history));
    }
    return new TrainingOutcome.Completed(members, history);
  }

  private void save(
      List<MemberReport> members, Optional<MemberState> current, List<EpochReport> history) {
    new Checkpoint(members, current, history).write(checkpoint, plan, inputs);
  }
}
