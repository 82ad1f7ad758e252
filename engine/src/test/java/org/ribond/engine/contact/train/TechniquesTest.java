package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Optimiser;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;

/** Optimisers, ways of sampling and of weighting. */
class TechniquesTest {
  private static final List<Complex> COMPLEXES = PlantedRule.complexes(6, 1);
  private static final Optimiser ADAM = new Adam(0.02f, 0.9f, 0.999f, 1e-8f, 1e-5f, 0);

  private final Backend scalar = new ScalarBackend();

  @TempDir private Path directory;

  private static TrainingPlan<ContactPlan> plan(
      Sampling sampling, Emphasis emphasis, Learning learning) {
    return new TrainingPlan<>(
        new ContactPlan(PlantedRule.ARCHITECTURE, sampling, emphasis, 0, 0),
        learning,
        4,
        64,
        2,
        0,
        17);
  }

  @Test
  void resume_withEachTechnique_givesTheSameWeights() {
    Learning cosine = new Learning(ADAM, new Schedule.Cosine(1), 0.5f);
    Learning sgd = new Learning(new Momentum(0.1f, 0.9f, 1e-5f, 0), new Schedule.Steps(2, 0.5), 0);
    Sampling maps = new Sampling.Maps(4);
    for (TrainingPlan<ContactPlan> plan :
        List.of(
            plan(maps, Emphasis.NONE, cosine),
            plan(maps, Emphasis.NONE, sgd),
            plan(maps, new Emphasis(2, 3, 2, 1), Learning.of(ADAM)),
            plan(maps, new Emphasis(1, 1, 0, 3), Learning.of(ADAM)),
            plan(new Sampling.Slices(3, true), Emphasis.NONE, Learning.of(ADAM)),
            plan(new Sampling.Maps(Sampling.ALL), Emphasis.NONE, Learning.of(ADAM)))) {
      List<Tensor> expected = weights(complete(run(plan, "whole")));
      TrainingRun run = run(plan, "parts");
      TrainingOutcome outcome = run.start(new Silent(), after(3));
      assertInstanceOf(InterruptedTraining.class, outcome);
      while (outcome instanceof InterruptedTraining) {
        outcome = run.resume(new Silent(), after(5));
      }
      List<Tensor> actual = weights(assertInstanceOf(Completed.class, outcome));
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).values(), actual.get(i).values(), plan.toString());
      }
    }
  }

  @Test
  void emphasis_copiesAndWeights_countContactsMore() {
    Sampling maps = new Sampling.Maps(3);
    PairSet plain = first(plan(maps, Emphasis.NONE, Learning.of(ADAM)));
    PairSet more = first(plan(maps, new Emphasis(4, 2.5f, 0, 1), Learning.of(ADAM)));

    assertEquals(4 * contacts(plain), contacts(more));
    assertEquals(plain.size() - contacts(plain), more.size() - contacts(more));
    for (int i = 0; i < more.size(); i++) {
      assertEquals(more.labels()[i] == 1 ? 2.5f : 1, more.weights()[i], 1e-6f);
    }
  }

  @Test
  void allNegatives_ofDifferentMaps_areEveryCellOnce() {
    PairSet all = first(plan(new Sampling.Maps(Sampling.ALL), Emphasis.NONE, Learning.of(ADAM)));

    long cells = COMPLEXES.stream().mapToLong(Complex::observedCells).sum();
    long distinct =
        IntStream.range(0, all.size())
            .mapToLong(i -> (long) all.residues()[i] << 32 | all.bases()[i])
            .distinct()
            .count();
    assertEquals(cells, all.size());
    assertEquals(cells, distinct);
    assertEquals(COMPLEXES.stream().mapToInt(c -> c.contacts().size()).sum(), contacts(all));
  }

  @Test
  void slices_eachMember_hasAllContactsAndTheNegativesOfItsPair() {
    TrainingPlan<ContactPlan> plan =
        plan(new Sampling.Slices(3, false), Emphasis.NONE, Learning.of(ADAM));
    Sampling.Samplers samplers = Sampling.of(plan, COMPLEXES);
    int[] negatives = new int[3];
    for (int member = 0; member < 3; member++) {
      PairSet set = samplers.of(member).epoch(0);
      assertEquals(COMPLEXES.stream().mapToInt(c -> c.contacts().size()).sum(), contacts(set));
      negatives[member] = set.size() - contacts(set);
      assertEquals(negatives[member], samplers.of(member).epoch(1).size() - contacts(set));
    }
    // Pairs 01, 02, 12: each slice is in two of them, so all differ where slices do.
    assertTrue(negatives[0] < negatives[1] && negatives[1] < negatives[2]);
    PairSampler rounds =
        Sampling.of(plan(new Sampling.Slices(3, true), Emphasis.NONE, Learning.of(ADAM)), COMPLEXES)
            .of(0);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertEquals(negatives[epoch], rounds.epoch(epoch).size() - contacts(rounds.epoch(epoch)));
      assertTrue(rounds.startsAfresh(epoch));
    }
  }

  @Test
  void hardNegatives_ofAMiniBatch_areContactsAndTheHighestScores() {
    int[] labels = {9, 9, 0, 1, 0, 0, 1, 0, 0};
    float[] scores = {0.1f, 0, 0.9f, 0.3f, 0.2f, 0.9f, 0.3f};
    assertArrayEquals(new int[] {3, 4, 5, 6, 7}, HardNegatives.choose(labels, 2, scores, 2));
    assertArrayEquals(new int[] {3, 4, 6}, HardNegatives.choose(labels, 2, scores, 5));
  }

  @Test
  void unseenThreshold_ofAPaperRun_isPassedByThatShare() {
    List<Complex> complexes = PlantedRule.complexes(12, 5);
    TrainingPlan<ContactPlan> plan =
        new TrainingPlan<>(
            new ContactPlan(
                ContactPlan.architecture(3, 3, List.of(6), NonLinearity.RELU, 0),
                new Sampling.Paper(1, 1, 2)),
            Learning.of(new Adam(0.02f, 0.9f, 0.999f, 1e-8f, 0, 0)),
            2,
            64,
            2,
            0,
            3);
    ContactTask task = task(plan, complexes);
    Completed outcome =
        complete(
            new TrainingRun(
                List.of(scalar),
                task,
                new LinkedHashMap<>(),
                directory.resolve("paper.safetensors")));
    int unseen = task.samplers().of(0).unseenNegatives().size();
    assertTrue(unseen > 20, unseen + " unseen negatives");
    double previous = 0;
    for (double percentile : new double[] {5, 50, 95}) {
      float threshold = task.unseenThreshold(outcome.members(), percentile, scalar);
      assertTrue(threshold >= previous && threshold < 1, "threshold " + threshold);
      previous = threshold;
    }
    Sampling.Samplers maps = new Sampling.Maps(2).of(complexes, plan.task().architecture(), 2, 3);
    ContactTask noneLeft = new ContactTask(plan, maps, complexes, Optional.empty());
    assertThrows(
        IllegalArgumentException.class,
        () -> noneLeft.unseenThreshold(outcome.members(), 95, scalar));
  }

  private static ContactTask task(TrainingPlan<ContactPlan> plan, List<Complex> complexes) {
    return new ContactTask(plan, Sampling.of(plan, complexes), complexes, Optional.empty());
  }

  private static PairSet first(TrainingPlan<ContactPlan> plan) {
    return Sampling.of(plan, COMPLEXES).of(0).epoch(0);
  }

  private static int contacts(PairSet set) {
    return IntStream.of(set.labels()).sum();
  }

  private TrainingRun run(TrainingPlan<ContactPlan> plan, String name) {
    return new TrainingRun(
        List.of(scalar),
        task(plan, COMPLEXES),
        new LinkedHashMap<>(),
        directory.resolve(name + ".safetensors"));
  }

  private static Completed complete(TrainingRun run) {
    return assertInstanceOf(Completed.class, run.start(new Silent(), () -> false));
  }

  private static List<Tensor> weights(Completed outcome) {
    return outcome.members().stream().flatMap(m -> m.weights().tensors().stream()).toList();
  }

  private static BooleanSupplier after(int steps) {
    int[] left = {steps};
    return () -> left[0]-- <= 0;
  }

  private static final class Silent implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }
}
