package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ribond.engine.contact.train.PlantedRuns.complete;
import static org.ribond.engine.contact.train.PlantedRuns.inputs;
import static org.ribond.engine.contact.train.PlantedRuns.stopAfter;
import static org.ribond.engine.contact.train.PlantedRuns.task;
import static org.ribond.engine.contact.train.PlantedRuns.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;
import org.ribond.engine.train.Validation;

/** Runs that stop or are killed, and what they leave. */
class TrainingResumeTest {
  private static final long SEED = Long.getLong("ribond.test.seed", new Random().nextLong());

  private final Path directory;
  private final PlantedRuns runs;

  TrainingResumeTest(@TempDir Path directory) {
    this.directory = directory;
    runs = new PlantedRuns(directory);
  }

  @Test
  void resume_afterStopsAtRandomSteps_givesTheSameModelBytes() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(3, 2, 0);
    byte[] expected = runs.bytes(plan, complete(runs.run(plan, validation())));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      TrainingRun run = runs.run(plan, validation());
      TrainingOutcome outcome = run.start(new PlantedRuns.Quiet(), stopAfter(random.nextInt(25)));
      while (outcome instanceof InterruptedTraining) {
        outcome = run.resume(new PlantedRuns.Quiet(), stopAfter(1 + random.nextInt(25)));
      }
      assertArrayEquals(expected, runs.bytes(plan, assertInstanceOf(Completed.class, outcome)));
    }
  }

  @Test
  void resume_afterKillsAtRandomSteps_givesTheSameModelBytes() throws IOException {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(3, 2, 0);
    byte[] expected = runs.bytes(plan, complete(runs.run(plan, validation())));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      Files.deleteIfExists(runs.checkpoint());
      TrainingRun run = runs.run(plan, validation());
      Optional<Completed> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        TrainingListener killer = new PlantedRuns.Killer(random.nextInt(40));
        try {
          TrainingOutcome end =
              Files.exists(runs.checkpoint())
                  ? run.resume(killer, PlantedRuns::never)
                  : run.start(killer, PlantedRuns::never);
          outcome = Optional.of(assertInstanceOf(Completed.class, end));
        } catch (PlantedRuns.KilledException e) {
          assertTrue(outcome.isEmpty());
        }
      }
      assertArrayEquals(expected, runs.bytes(plan, outcome.get()));
    }
  }

  @Test
  void resume_ofMembersSideBySide_givesTheSameModelBytesWithAnyNumberAtATime() throws IOException {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(3, 4, 0);
    byte[] expected = runs.bytes(plan, complete(runs.sideBySide(plan, 1)));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 4; repeat++) {
      Files.deleteIfExists(runs.checkpoint());
      int seen = 0;
      Optional<Completed> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        TrainingRun run = runs.sideBySide(plan, 1 + random.nextInt(4));
        boolean isKilled = random.nextBoolean();
        TrainingListener listener =
            isKilled ? new PlantedRuns.Killer(1 + random.nextInt(60)) : new PlantedRuns.Quiet();
        BooleanSupplier stop = isKilled ? PlantedRuns::never : stopAfter(1 + random.nextInt(60));
        try {
          TrainingOutcome end =
              Files.exists(runs.checkpoint())
                  ? run.resume(listener, stop)
                  : run.start(listener, stop);
          switch (end) {
            case Completed completed -> outcome = Optional.of(completed);
            case InterruptedTraining stopped -> {
              assertFalse(stopped.epochs().isEmpty());
              assertTrue(stopped.history().size() >= seen, "epochs are lost");
              seen = stopped.history().size();
            }
          }
        } catch (PlantedRuns.KilledException e) {
          assertTrue(outcome.isEmpty());
        }
      }
      assertArrayEquals(expected, runs.bytes(plan, outcome.get()));
    }
  }

  @Test
  void resume_afterStopInTheMiddleOfValidation_judgesTheEpochOnce() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(2, 1, 0);
    byte[] expected = runs.bytes(plan, complete(runs.run(plan, validation())));
    boolean[] stop = {false};
    Validation stopping =
        (weights, backend, asked) -> {
          stop[0] = true;
          return OptionalDouble.empty();
        };

    TrainingOutcome first =
        runs.run(plan, Optional.of(stopping)).start(new PlantedRuns.Quiet(), () -> stop[0]);
    TrainingOutcome second =
        runs.run(plan, validation()).resume(new PlantedRuns.Quiet(), PlantedRuns::never);

    assertEquals(0, assertInstanceOf(InterruptedTraining.class, first).epochs().get(0));
    assertEquals(List.of(), first.history());
    assertArrayEquals(expected, runs.bytes(plan, assertInstanceOf(Completed.class, second)));
  }

  @Test
  void resume_ofACompletedRun_trainsNothing() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(2, 2, 0);
    TrainingRun run = runs.run(plan, validation());
    Completed first = complete(run);

    TrainingOutcome again = run.resume(new PlantedRuns.Killer(0), PlantedRuns::never);

    Completed completed = assertInstanceOf(Completed.class, again);
    assertArrayEquals(runs.bytes(plan, first), runs.bytes(plan, completed));
    assertEquals(first.history(), completed.history());
  }

  @Test
  void start_directoryVanishes_failsWithOneLineAndThePreviousCheckpointResumes()
      throws IOException {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(3, 1, 0);
    byte[] expected = runs.bytes(plan, complete(runs.run(plan, validation())));
    Files.delete(runs.checkpoint());
    Path home = Files.createDirectory(directory.resolve("runs"));
    Path away = directory.resolve("away");
    TrainingRun run = new PlantedRuns(home).run(plan, validation());
    TrainingListener mover =
        new PlantedRuns.Quiet() {
          @Override
          public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {
            try {
              Files.move(home, away);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    DataException e = assertThrows(DataException.class, () -> run.start(mover, PlantedRuns::never));
    Files.move(away, home);
    TrainingOutcome resumed = run.resume(new PlantedRuns.Quiet(), PlantedRuns::never);

    assertTrue(e.getMessage().endsWith("no such directory to write to"), e.getMessage());
    try (var files = Files.list(home)) {
      assertEquals(List.of(new PlantedRuns(home).checkpoint()), files.toList());
    }
    assertArrayEquals(expected, runs.bytes(plan, assertInstanceOf(Completed.class, resumed)));
  }

  @Test
  void resume_ofAnotherPlanOrOtherData_isRefusedWithWhatDiffers() {
    complete(runs.run(PlantedRule.plan(2, 1, 0), Optional.empty()));

    String plan = refusal(runs.run(PlantedRule.plan(2, 2, 0), Optional.empty()));
    TrainingRun other =
        new TrainingRun(
            List.of(runs.scalar),
            task(PlantedRule.plan(2, 1, 0), Optional.empty()),
            inputs("other"),
            runs.checkpoint());
    String data = refusal(other);

    assertTrue(plan.contains("another run, with members 1, not 2"), plan);
    assertTrue(data.contains("another run, with data this, not other"), data);
  }

  @Test
  void resume_ofWhatIsNoWholeCheckpoint_isRefused() throws IOException {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(2, 1, 0);
    TrainingRun run = runs.run(plan, Optional.empty());
    assertTrue(refusal(run).endsWith("no such file"));
    Completed completed = complete(run);
    byte[] whole = Files.readAllBytes(runs.checkpoint());
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Files.write(runs.checkpoint(), Arrays.copyOf(whole, length));
      assertEquals(1, refusal(run).lines().count());
    }
    ModelFile.write(runs.checkpoint(), runs.model(plan, completed));
    assertTrue(refusal(run).endsWith("is no checkpoint of a training run"));
  }

  private String refusal(TrainingRun run) {
    DataException e =
        assertThrows(
            DataException.class, () -> run.resume(new PlantedRuns.Quiet(), PlantedRuns::never));
    assertTrue(e.getMessage().startsWith(runs.checkpoint().toString()), e.getMessage());
    return e.getMessage();
  }
}
