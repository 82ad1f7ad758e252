package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/** Runs that train on the planted rule, and what stops or kills them. */
final class PlantedRuns {
  private static final List<Complex> TRAINING = PlantedRule.complexes(6, 1);
  private static final List<Complex> UNSEEN = PlantedRule.complexes(3, 2);

  final Backend scalar = new ScalarBackend();
  private final Path checkpoint;

  /** Runs whose checkpoint is in {@code directory}. */
  PlantedRuns(Path directory) {
    checkpoint = directory.resolve("checkpoint.safetensors");
  }

  Path checkpoint() {
    return checkpoint;
  }

  TrainingRun run(TrainingPlan<ContactPlan> plan, Optional<Validation> validation) {
    return run(scalar, plan, validation);
  }

  TrainingRun run(
      Backend backend, TrainingPlan<ContactPlan> plan, Optional<Validation> validation) {
    return new TrainingRun(List.of(backend), task(plan, validation), inputs("this"), checkpoint);
  }

  /** A run that trains {@code jobs} members at a time. */
  TrainingRun sideBySide(TrainingPlan<ContactPlan> plan, int jobs) {
    return new TrainingRun(
        Collections.nCopies(jobs, scalar), task(plan, validation()), inputs("this"), checkpoint);
  }

  /** The task on the training complexes, judged by {@code validation}. */
  static Task task(TrainingPlan<ContactPlan> plan, Optional<Validation> validation) {
    return task(plan, TRAINING, validation);
  }

  /** The task on {@code training}, judged by {@code validation}. */
  static Task task(
      TrainingPlan<ContactPlan> plan, List<Complex> training, Optional<Validation> validation) {
    ContactTask task =
        new ContactTask(plan, Sampling.of(plan, training), training, Optional.empty());
    return new Judged(task, validation);
  }

  /** A task that {@code validation} judges instead of its own. */
  record Judged(Task task, Optional<Validation> validation) implements Task {
    @Override
    public TrainingPlan<?> plan() {
      return task.plan();
    }

    @Override
    public Weights zeros() {
      return task.zeros();
    }

    @Override
    public TrainingSession session(int member, Backend backend) {
      return task.session(member, backend);
    }

    @Override
    public TrainedModel model(
        List<MemberReport> members,
        SequencedMap<String, String> facts,
        Backend backend,
        LongConsumer progress) {
      return task.model(members, facts, backend, progress);
    }
  }

  static SequencedMap<String, String> inputs(String data) {
    return new LinkedHashMap<>(Map.of("data", data));
  }

  static Optional<Validation> validation() {
    return Optional.of(new MapValidation(PlantedRule.plan(1, 1, 0).task(), UNSEEN));
  }

  static Completed complete(TrainingRun run) {
    return assertInstanceOf(Completed.class, run.start(new Quiet(), PlantedRuns::never));
  }

  TrainedModel model(TrainingPlan<ContactPlan> plan, Completed outcome) {
    return new ContactTask(
            plan,
            Sampling.of(plan, TRAINING),
            TRAINING,
            Optional.of(new MapValidation(plan.task(), UNSEEN)))
        .model(outcome.members(), new LinkedHashMap<>(), scalar, cells -> {});
  }

  byte[] bytes(TrainingPlan<ContactPlan> plan, Completed outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelFile.encode(model(plan, outcome)).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static boolean never() {
    return false;
  }

  /** Says stop when it has been asked {@code times} times. */
  static BooleanSupplier stopAfter(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return () -> left.getAndDecrement() <= 0;
  }

  /** Listens to nothing. */
  static class Quiet implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }

  /** Ends the run after some steps, as a kill would: nothing is saved. */
  static final class Killer extends Quiet {
    private final AtomicInteger left;

    Killer(int steps) {
      left = new AtomicInteger(steps);
    }

    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {
      if (left.getAndDecrement() <= 0) {
        throw new KilledException();
      }
    }
  }

  static final class KilledException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;
  }
}
