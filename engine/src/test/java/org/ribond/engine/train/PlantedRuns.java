package org.ribond.engine.train;

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
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.train.TrainingOutcome.Completed;

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

  TrainingRun run(TrainingPlan plan, Optional<Validation> validation) {
    return run(scalar, plan, validation);
  }

  TrainingRun run(Backend backend, TrainingPlan plan, Optional<Validation> validation) {
    return new TrainingRun(
        List.of(backend), plan, samplers(plan), validation, inputs("this"), checkpoint);
  }

  /** A run that trains {@code jobs} members at a time. */
  TrainingRun sideBySide(TrainingPlan plan, int jobs) {
    return new TrainingRun(
        Collections.nCopies(jobs, scalar),
        plan,
        samplers(plan),
        validation(),
        inputs("this"),
        checkpoint);
  }

  static Sampling.Samplers samplers(TrainingPlan plan) {
    return plan.sampling().of(TRAINING, plan.architecture(), plan.epochs(), plan.seed());
  }

  static SequencedMap<String, String> inputs(String data) {
    return new LinkedHashMap<>(Map.of("data", data));
  }

  static Optional<Validation> validation() {
    return Optional.of(new MapValidation(UNSEEN, 0));
  }

  static Completed complete(TrainingRun run) {
    return assertInstanceOf(Completed.class, run.start(new Quiet(), PlantedRuns::never));
  }

  TrainedModel model(TrainingPlan plan, Completed outcome) {
    return EnsembleModel.of(
        plan, outcome.members(), new LinkedHashMap<>(), TRAINING, UNSEEN, scalar, cells -> {});
  }

  byte[] bytes(TrainingPlan plan, Completed outcome) {
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
