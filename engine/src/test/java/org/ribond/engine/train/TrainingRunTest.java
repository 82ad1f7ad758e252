package org.ribond.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.complex.Complex;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Probe;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Network;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;

class TrainingRunTest {
  private static final long SEED = Long.getLong("ribond.test.seed", new Random().nextLong());
  private static final List<Complex> TRAINING = PlantedRule.complexes(6, 1);
  private static final List<Complex> UNSEEN = PlantedRule.complexes(3, 2);

  private final Backend scalar = new ScalarBackend();

  @TempDir private Path directory;

  @Test
  void start_onAPlantedRule_learnsItForUnseenSequences() {
    TrainingPlan plan = PlantedRule.plan(20, 1, 0);
    Sampling.Samplers samplers =
        plan.sampling()
            .of(PlantedRule.complexes(24, 3), plan.architecture(), plan.epochs(), plan.seed());

    Completed outcome =
        complete(
            new TrainingRun(
                List.of(scalar), plan, samplers, validation(), inputs("rule"), checkpoint()));

    double score = outcome.members().getFirst().score().orElseThrow();
    assertTrue(score > 0.99, "average precision " + score);
    List<EpochReport> history = outcome.history();
    assertTrue(history.getLast().loss() < history.getFirst().loss() / 3);
  }

  @Test
  void start_anyNumberOfThreads_givesTheSameModelBytes() {
    TrainingPlan plan = PlantedRule.plan(2, 2, 0);
    for (BackendProvider provider : Backends.providers()) {
      if (provider.probe() instanceof Probe.Available) {
        List<byte[]> models = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
          try (Backend backend = provider.open(new BackendOptions(0, threads))) {
            models.add(bytes(plan, complete(run(backend, plan, validation()))));
          }
        }
        assertArrayEquals(models.get(0), models.get(1), provider.name() + ", 2 threads");
        assertArrayEquals(models.get(0), models.get(2), provider.name() + ", 3 threads");
      }
    }
  }

  @Test
  void resume_afterStopsAtRandomSteps_givesTheSameModelBytes() {
    TrainingPlan plan = PlantedRule.plan(3, 2, 0);
    byte[] expected = bytes(plan, complete(run(scalar, plan, validation())));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      TrainingRun run = run(scalar, plan, validation());
      TrainingOutcome outcome = run.start(new Quiet(), stopAfter(random.nextInt(25)));
      while (outcome instanceof InterruptedTraining) {
        outcome = run.resume(new Quiet(), stopAfter(1 + random.nextInt(25)));
      }
      assertArrayEquals(expected, bytes(plan, assertInstanceOf(Completed.class, outcome)));
    }
  }

  @Test
  void resume_afterKillsAtRandomSteps_givesTheSameModelBytes() throws IOException {
    TrainingPlan plan = PlantedRule.plan(3, 2, 0);
    byte[] expected = bytes(plan, complete(run(scalar, plan, validation())));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      Files.deleteIfExists(checkpoint());
      TrainingRun run = run(scalar, plan, validation());
      Optional<Completed> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        TrainingListener killer = new Killer(random.nextInt(40));
        try {
          TrainingOutcome end =
              Files.exists(checkpoint())
                  ? run.resume(killer, TrainingRunTest::never)
                  : run.start(killer, TrainingRunTest::never);
          outcome = Optional.of(assertInstanceOf(Completed.class, end));
        } catch (KilledException e) {
          assertTrue(outcome.isEmpty());
        }
      }
      assertArrayEquals(expected, bytes(plan, outcome.get()));
    }
  }

  @Test
  void start_membersSideBySide_givesTheSameModelBytesAndHistory() {
    TrainingPlan plan = PlantedRule.plan(3, 5, 1);
    Completed expected = complete(sideBySide(plan, 1));
    for (int jobs : new int[] {2, 3, 8}) {
      List<Integer> left = new ArrayList<>();
      TrainingListener listener =
          new Quiet() {
            @Override
            public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {
              assertTrue(history.contains(report));
              left.add(epochsLeft);
            }
          };

      TrainingOutcome outcome = sideBySide(plan, jobs).start(listener, TrainingRunTest::never);

      Completed completed = assertInstanceOf(Completed.class, outcome);
      assertArrayEquals(bytes(plan, expected), bytes(plan, completed), jobs + " at a time");
      assertEquals(withoutTimes(expected), withoutTimes(completed));
      assertEquals(expected.history().size(), left.size());
      assertEquals(0, left.getLast());
    }
  }

  private static List<String> withoutTimes(Completed outcome) {
    return outcome.history().stream()
        .map(epoch -> epoch.member() + " " + epoch.epoch() + " " + epoch.loss() + epoch.score())
        .toList();
  }

  @Test
  void resume_ofMembersSideBySide_givesTheSameModelBytesWithAnyNumberAtATime() throws IOException {
    TrainingPlan plan = PlantedRule.plan(3, 4, 0);
    byte[] expected = bytes(plan, complete(sideBySide(plan, 1)));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      Files.deleteIfExists(checkpoint());
      int seen = 0;
      Optional<Completed> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        TrainingRun run = sideBySide(plan, 1 + random.nextInt(4));
        boolean isKilled = random.nextBoolean();
        TrainingListener listener = isKilled ? new Killer(1 + random.nextInt(60)) : new Quiet();
        BooleanSupplier stop =
            isKilled ? TrainingRunTest::never : stopAfter(1 + random.nextInt(60));
        try {
          TrainingOutcome end =
              Files.exists(checkpoint()) ? run.resume(listener, stop) : run.start(listener, stop);
          switch (end) {
            case Completed completed -> outcome = Optional.of(completed);
            case InterruptedTraining stopped -> {
              assertFalse(stopped.epochs().isEmpty());
              assertTrue(stopped.history().size() >= seen, "epochs are lost");
              seen = stopped.history().size();
            }
          }
        } catch (KilledException e) {
          assertTrue(outcome.isEmpty());
        }
      }
      assertArrayEquals(expected, bytes(plan, outcome.get()));
    }
  }

  @Test
  void start_backendsOfDifferentNames_isRefused() {
    TrainingPlan plan = PlantedRule.plan(1, 2, 0);
    try (Backend vector = Backends.open("vector", new BackendOptions(0, 1), message -> {})) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new TrainingRun(
                  List.of(scalar, vector),
                  plan,
                  samplers(plan),
                  Optional.empty(),
                  inputs("this"),
                  checkpoint()));
    }
  }

  @Test
  void resume_afterStopInTheMiddleOfValidation_judgesTheEpochOnce() {
    TrainingPlan plan = PlantedRule.plan(2, 1, 0);
    byte[] expected = bytes(plan, complete(run(scalar, plan, validation())));
    boolean[] stop = {false};
    Validation stopping =
        (network, asked) -> {
          stop[0] = true;
          return OptionalDouble.empty();
        };

    TrainingOutcome first =
        run(scalar, plan, Optional.of(stopping)).start(new Quiet(), () -> stop[0]);
    TrainingOutcome second =
        run(scalar, plan, validation()).resume(new Quiet(), TrainingRunTest::never);

    assertEquals(0, assertInstanceOf(InterruptedTraining.class, first).epochs().get(0));
    assertEquals(List.of(), first.history());
    assertArrayEquals(expected, bytes(plan, assertInstanceOf(Completed.class, second)));
  }

  @Test
  void resume_ofACompletedRun_trainsNothing() {
    TrainingPlan plan = PlantedRule.plan(2, 2, 0);
    TrainingRun run = run(scalar, plan, validation());
    Completed first = complete(run);

    TrainingOutcome again = run.resume(new Killer(0), TrainingRunTest::never);

    Completed completed = assertInstanceOf(Completed.class, again);
    assertArrayEquals(bytes(plan, first), bytes(plan, completed));
    assertEquals(first.history(), completed.history());
  }

  @Test
  void epochs_withoutBetterScore_endAfterPatienceWithTheBestWeights() {
    double[] scores = {0.1, 0.5, 0.4, 0.5, 0.3, 0.9};
    List<float[]> seen = new ArrayList<>();
    Validation scripted =
        (network, stop) -> {
          seen.add(firstTensor(network));
          return OptionalDouble.of(scores[seen.size() - 1]);
        };

    Completed outcome = complete(run(scalar, PlantedRule.plan(9, 1, 3), Optional.of(scripted)));

    assertEquals(5, outcome.history().size());
    MemberReport member = outcome.members().getFirst();
    assertEquals(1, member.epoch());
    assertEquals(0.5, member.score().orElseThrow());
    assertArrayEquals(seen.get(1), member.weights().tensors().getFirst().values());
  }

  @Test
  void epochs_withoutValidation_endWithTheLastWeights() {
    Completed outcome = complete(run(scalar, PlantedRule.plan(3, 1, 1), Optional.empty()));

    assertEquals(3, outcome.history().size());
    assertEquals(2, outcome.members().getFirst().epoch());
    assertEquals(OptionalDouble.empty(), outcome.members().getFirst().score());
  }

  @Test
  void members_ofOneRun_differ() {
    Completed outcome = complete(run(scalar, PlantedRule.plan(1, 2, 0), Optional.empty()));

    float[] first = outcome.members().get(0).weights().tensors().getFirst().values();
    float[] second = outcome.members().get(1).weights().tensors().getFirst().values();
    int equal = 0;
    for (int i = 0; i < first.length; i++) {
      equal += first[i] == second[i] ? 1 : 0;
    }
    assertTrue(equal < first.length / 10, equal + " weights are equal");
  }

  @Test
  void start_directoryVanishes_failsWithOneLineAndThePreviousCheckpointResumes()
      throws IOException {
    TrainingPlan plan = PlantedRule.plan(3, 1, 0);
    byte[] expected = bytes(plan, complete(run(scalar, plan, validation())));
    Files.delete(checkpoint());
    Path runs = Files.createDirectory(directory.resolve("runs"));
    Path away = directory.resolve("away");
    TrainingRun run = run(scalar, plan, validation(), runs.resolve("c.safetensors"));
    TrainingListener mover =
        new Quiet() {
          @Override
          public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {
            try {
              Files.move(runs, away);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    DataException e =
        assertThrows(DataException.class, () -> run.start(mover, TrainingRunTest::never));
    Files.move(away, runs);
    TrainingOutcome resumed = run.resume(new Quiet(), TrainingRunTest::never);

    assertTrue(e.getMessage().endsWith("no such directory to write to"), e.getMessage());
    try (var files = Files.list(runs)) {
      assertEquals(List.of(runs.resolve("c.safetensors")), files.toList());
    }
    assertArrayEquals(expected, bytes(plan, assertInstanceOf(Completed.class, resumed)));
  }

  @Test
  void start_learningRateTooHigh_saysThatItDiverged() {
    TrainingPlan plan =
        new TrainingPlan(
            PlantedRule.ARCHITECTURE, new Sampling.Maps(2), Adam.of(1e30f), 3, 64, 1, 0, 0, 1);

    DivergedException e =
        assertThrows(DivergedException.class, () -> complete(run(scalar, plan, validation())));

    assertTrue(e.getMessage().contains("epoch 1 of member 1"), e.getMessage());
  }

  @Test
  void resume_ofAnotherPlanOrOtherData_isRefusedWithWhatDiffers() {
    complete(run(scalar, PlantedRule.plan(2, 1, 0), Optional.empty()));

    String plan = refusal(run(scalar, PlantedRule.plan(2, 2, 0), Optional.empty()));
    TrainingRun other =
        new TrainingRun(
            List.of(scalar),
            PlantedRule.plan(2, 1, 0),
            samplers(PlantedRule.plan(2, 1, 0)),
            Optional.empty(),
            inputs("other"),
            checkpoint());
    String data = refusal(other);

    assertTrue(plan.contains("another run, with members 1, not 2"), plan);
    assertTrue(data.contains("another run, with data this, not other"), data);
  }

  @Test
  void resume_ofWhatIsNoWholeCheckpoint_isRefused() throws IOException {
    TrainingPlan plan = PlantedRule.plan(2, 1, 0);
    TrainingRun run = run(scalar, plan, Optional.empty());
    assertTrue(refusal(run).endsWith("no such file"));
    Completed completed = complete(run);
    byte[] whole = Files.readAllBytes(checkpoint());
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Files.write(checkpoint(), Arrays.copyOf(whole, length));
      assertEquals(1, refusal(run).lines().count());
    }
    ModelFile.write(checkpoint(), model(plan, completed));
    assertTrue(refusal(run).endsWith("is no checkpoint of a training run"));
  }

  private String refusal(TrainingRun run) {
    DataException e =
        assertThrows(DataException.class, () -> run.resume(new Quiet(), TrainingRunTest::never));
    assertTrue(e.getMessage().startsWith(checkpoint().toString()), e.getMessage());
    return e.getMessage();
  }

  // ---- parts ----

  private Path checkpoint() {
    return directory.resolve("checkpoint.safetensors");
  }

  private TrainingRun run(Backend backend, TrainingPlan plan, Optional<Validation> validation) {
    return run(backend, plan, validation, checkpoint());
  }

  private static TrainingRun run(
      Backend backend, TrainingPlan plan, Optional<Validation> validation, Path checkpoint) {
    return new TrainingRun(
        List.of(backend), plan, samplers(plan), validation, inputs("this"), checkpoint);
  }

  /** A run that trains {@code jobs} members at a time. */
  private TrainingRun sideBySide(TrainingPlan plan, int jobs) {
    return new TrainingRun(
        Collections.nCopies(jobs, scalar),
        plan,
        samplers(plan),
        validation(),
        inputs("this"),
        checkpoint());
  }

  private static Sampling.Samplers samplers(TrainingPlan plan) {
    return plan.sampling().of(TRAINING, plan.architecture(), plan.epochs(), plan.seed());
  }

  private static SequencedMap<String, String> inputs(String data) {
    return new LinkedHashMap<>(Map.of("data", data));
  }

  private static Optional<Validation> validation() {
    return Optional.of(new MapValidation(UNSEEN, 0));
  }

  private static Completed complete(TrainingRun run) {
    return assertInstanceOf(Completed.class, run.start(new Quiet(), TrainingRunTest::never));
  }

  private TrainedModel model(TrainingPlan plan, Completed outcome) {
    return EnsembleModel.of(
        plan, outcome.members(), new LinkedHashMap<>(), TRAINING, UNSEEN, scalar, cells -> {});
  }

  private byte[] bytes(TrainingPlan plan, Completed outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelFile.encode(model(plan, outcome)).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static float[] firstTensor(Network network) {
    return network.weights().tensors().getFirst().values();
  }

  private static boolean never() {
    return false;
  }

  /** Says stop when it has been asked {@code times} times. */
  private static BooleanSupplier stopAfter(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return () -> left.getAndDecrement() <= 0;
  }

  /** Listens to nothing. */
  private static class Quiet implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }

  /** Ends the run after some steps, as a kill would: nothing is saved. */
  private static final class Killer extends Quiet {
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

  private static final class KilledException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;
  }
}
