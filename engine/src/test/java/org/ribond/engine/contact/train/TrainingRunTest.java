package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ribond.engine.contact.train.PlantedRuns.complete;
import static org.ribond.engine.contact.train.PlantedRuns.inputs;
import static org.ribond.engine.contact.train.PlantedRuns.task;
import static org.ribond.engine.contact.train.PlantedRuns.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Probe;
import org.ribond.engine.network.Adam;
import org.ribond.engine.train.DivergedException;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;
import org.ribond.engine.train.Validation;

class TrainingRunTest {
  private final PlantedRuns runs;

  TrainingRunTest(@TempDir Path directory) {
    runs = new PlantedRuns(directory);
  }

  @Test
  void start_onAPlantedRule_learnsItForUnseenSequences() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(20, 1, 0);
    Completed outcome =
        complete(
            new TrainingRun(
                List.of(runs.scalar),
                task(plan, PlantedRule.complexes(24, 3), validation()),
                inputs("rule"),
                runs.checkpoint()));

    double score = outcome.members().getFirst().score().orElseThrow();
    assertTrue(score > 0.99, "average precision " + score);
    List<EpochReport> history = outcome.history();
    assertTrue(history.getLast().loss() < history.getFirst().loss() / 3);
  }

  @Test
  void start_anyNumberOfThreads_givesTheSameModelBytes() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(2, 2, 0);
    for (BackendProvider provider : Backends.providers()) {
      if (provider.probe() instanceof Probe.Available) {
        List<byte[]> models = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
          try (Backend backend = provider.open(new BackendOptions(0, threads))) {
            models.add(runs.bytes(plan, complete(runs.run(backend, plan, validation()))));
          }
        }
        assertArrayEquals(models.get(0), models.get(1), provider.name() + ", 2 threads");
        assertArrayEquals(models.get(0), models.get(2), provider.name() + ", 3 threads");
      }
    }
  }

  @Test
  void start_membersSideBySide_givesTheSameModelBytesAndHistory() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(3, 5, 1);
    Completed expected = complete(runs.sideBySide(plan, 1));
    for (int jobs : new int[] {2, 3, 8}) {
      List<Integer> left = new ArrayList<>();
      TrainingListener listener =
          new PlantedRuns.Quiet() {
            @Override
            public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {
              assertTrue(history.contains(report));
              left.add(epochsLeft);
            }
          };

      TrainingOutcome outcome = runs.sideBySide(plan, jobs).start(listener, PlantedRuns::never);

      Completed completed = assertInstanceOf(Completed.class, outcome);
      assertArrayEquals(
          runs.bytes(plan, expected), runs.bytes(plan, completed), jobs + " at a time");
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
  void start_backendsOfDifferentNames_isRefused() {
    TrainingPlan<ContactPlan> plan = PlantedRule.plan(1, 2, 0);
    try (Backend vector = Backends.open("vector", new BackendOptions(0, 1), message -> {})) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new TrainingRun(
                  List.of(runs.scalar, vector),
                  task(plan, Optional.empty()),
                  inputs("this"),
                  runs.checkpoint()));
    }
  }

  @Test
  void epochs_withoutBetterScore_endAfterPatienceWithTheBestWeights() {
    double[] scores = {0.1, 0.5, 0.4, 0.5, 0.3, 0.9};
    List<float[]> seen = new ArrayList<>();
    Validation scripted =
        (weights, backend, stop) -> {
          seen.add(weights.tensors().getFirst().values());
          return OptionalDouble.of(scores[seen.size() - 1]);
        };

    Completed outcome = complete(runs.run(PlantedRule.plan(9, 1, 3), Optional.of(scripted)));

    assertEquals(5, outcome.history().size());
    MemberReport member = outcome.members().getFirst();
    assertEquals(1, member.epoch());
    assertEquals(0.5, member.score().orElseThrow());
    assertArrayEquals(seen.get(1), member.weights().tensors().getFirst().values());
  }

  @Test
  void epochs_withoutValidation_endWithTheLastWeights() {
    Completed outcome = complete(runs.run(PlantedRule.plan(3, 1, 1), Optional.empty()));

    assertEquals(3, outcome.history().size());
    assertEquals(2, outcome.members().getFirst().epoch());
    assertEquals(OptionalDouble.empty(), outcome.members().getFirst().score());
  }

  @Test
  void members_ofOneRun_differ() {
    Completed outcome = complete(runs.run(PlantedRule.plan(1, 2, 0), Optional.empty()));

    float[] first = outcome.members().get(0).weights().tensors().getFirst().values();
    float[] second = outcome.members().get(1).weights().tensors().getFirst().values();
    int equal = 0;
    for (int i = 0; i < first.length; i++) {
      equal += first[i] == second[i] ? 1 : 0;
    }
    assertTrue(equal < first.length / 10, equal + " weights are equal");
  }

  @Test
  void start_learningRateTooHigh_saysThatItDiverged() {
    TrainingPlan<ContactPlan> plan =
        new TrainingPlan<>(
            new ContactPlan(PlantedRule.ARCHITECTURE, new Sampling.Maps(2)),
            Learning.of(Adam.of(1e30f)),
            3,
            64,
            1,
            0,
            1);

    DivergedException e =
        assertThrows(DivergedException.class, () -> complete(runs.run(plan, validation())));

    assertTrue(e.getMessage().contains("epoch 1 of member 1"), e.getMessage());
  }
}
