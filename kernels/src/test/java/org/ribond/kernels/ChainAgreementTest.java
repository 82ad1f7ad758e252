package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Gate;
import org.ribond.engine.network.Normalisation;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.network.Weights;

/**
 * Steps of networks on whole sequences from one seed, on sequences of unequal lengths: every
 * backend has the losses of the reference, and the scores before them, but for rounding. (Scores
 * after them are not so close: below batch normalisation a bias has no gradient but rounding, which
 * Adam follows; only the running moments see it.)
 */
public class ChainAgreementTest {
  private static final int STEPS = 12;
  private static final int BATCH = 16;
  private static final int LONGEST = 60;
  private static final int SITES = 300;
  private static final int SEED = 7;
  private static final float TOLERANCE = 1e-4f;

  /** Its epsilon is above the rounding of gradients that are 0, which Adam would follow. */
  private static final Adam OPTIMISER = new Adam(1e-3f, 0.9f, 0.999f, 1e-5f, 0, 0);

  private static final List<Family> FAMILIES =
      List.of(
          new ConvLstm(
              3,
              3,
              List.of(20, 33),
              3,
              2,
              new RecurrentLayers(Recurrence.Cell.LSTM, false, List.of(17, 20)),
              16,
              0.5f,
              0.5f),
          new Dilated(
              new Dilated.Stem(1, List.of(3, 9), 24, 2, 30, true),
              new Dilated.Blocks(
                  20, 5, List.of(1, 4), Gate.LINEAR, Normalisation.COLUMNS, Activation.GELU),
              new Dilated.Head(
                  true,
                  true,
                  new RecurrentLayers(Recurrence.Cell.GRU, true, List.of(13)),
                  true,
                  4,
                  5,
                  4,
                  8,
                  true,
                  24),
              new Dilated.Rates(0.1f, 0.1f, 0.2f, 0.4f)));

  /** Losses of the steps, then the outputs that the initial weights give. */
  private static float[] train(Backend backend, Family family) {
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    Weights weights = Weights.initial(architecture, SEED, 0);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights, SITES);
        ChainLearner learner = new ChainLearner(network, OPTIMISER, SEED, 0)) {
      float[] outputs = network.outputs(readings(sequences(0)));
      learner.smoothLabels(0.1f);
      learner.maskLetters(0.05f);
      float[] losses = new float[STEPS];
      for (int step = 0; step < STEPS; step++) {
        List<int[]> sequences = sequences(step);
        learner.step(readings(sequences), targets(sequences), 1f / BATCH, 1, 1);
        losses[step] = learner.takeLossSum();
      }
      float[] all = new float[STEPS + outputs.length];
      System.arraycopy(losses, 0, all, 0, STEPS);
      System.arraycopy(outputs, 0, all, STEPS, outputs.length);
      return all;
    }
  }

  private static List<int[]> sequences(int step) {
    SplittableRandom random = new SplittableRandom(SEED + step);
    return IntStream.range(0, BATCH)
        .mapToObj(i -> random.ints(random.nextInt(1, LONGEST), -1, 4).toArray())
        .toList();
  }

  /** Every other one is read in reverse. */
  private static Readings readings(List<int[]> sequences) {
    boolean[] isReverse = new boolean[sequences.size()];
    for (int i = 1; i < isReverse.length; i += 2) {
      isReverse[i] = true;
    }
    return new Readings(sequences, isReverse);
  }

  /** Whether the first letter is one of the upper two. */
  private static ChainTargets targets(List<int[]> sequences) {
    int[] labels = sequences.stream().mapToInt(letters -> letters[0] > 1 ? 1 : 0).toArray();
    float[] weights = new float[labels.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + i % 2;
    }
    return new ChainTargets.Classes(labels, weights);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "opencl", "cuda"})
  void steps_fromOneSeed_haveTheLossesOfTheReference(String name) {
    try (Backend backend = DeviceUnderTest.openOrSkip(name);
        Backend reference = DeviceUnderTest.openOrSkip("scalar")) {
      for (Family family : FAMILIES) {
        float[] expected = train(reference, family);
        float[] found = train(backend, family);
        assertArrayEquals(expected, found, TOLERANCE, family.name());
        assertTrue(Float.isFinite(expected[STEPS - 1]), family.name());
      }
    }
  }
}
