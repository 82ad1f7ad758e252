package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.ChainTargets.Numbers.Loss;

class ChainLearnerTest {
  private static final int OUTPUTS = 3;
  private static final int[] LENGTHS = {9, 1, 14, 6, 6, 23, 2, 11};

  private final Backend backend = new ScalarBackend();

  private static ChainArchitecture architecture(Family family) {
    return new ChainArchitecture(TestFamilies.ALPHABET, OUTPUTS, family);
  }

  /** With dropout everywhere, and no moments of a chunk. */
  private static ChainArchitecture dropping() {
    return architecture(
        TestFamilies.dilated(Normalisation.ROWS, Activation.GELU, Gate.LINEAR, 0.3f));
  }

  /** With moments of a chunk. */
  private static ChainArchitecture normalising() {
    return architecture(
        TestFamilies.dilated(Normalisation.COLUMNS, Activation.RELU, Gate.LINEAR, 0.3f));
  }

  @Test
  void addGradient_inChunks_isThatOfTheWholeMiniBatch() {
    Backend exact = ScalarBackend.inDouble();
    float[] whole = gradient(exact, 1000);
    for (int sites : new int[] {1, 20, 40}) {
      assertArrayEquals(whole, gradient(exact, sites), 1e-6f, sites + " sites");
    }
  }

  @Test
  void addGradient_ofTowersInChunks_isThatOfTheWholeMiniBatch() {
    Backend exact = ScalarBackend.inDouble();
    float[] whole = towerGradient(exact, 1000);
    for (int sites : new int[] {1, 20, 40}) {
      assertArrayEquals(whole, towerGradient(exact, sites), 1e-6f, sites + " sites");
    }
  }

  private static float[] towerGradient(Backend backend, int sites) {
    Random random = new Random(3);
    ChainArchitecture shape =
        new ChainArchitecture(TestFamilies.ALPHABET, 2, TestFamilies.tower(0.3f));
    Readings readings = TestFamilies.numbered(TestFamilies.sequences(random, LENGTHS), random);
    ChainTargets targets = TestFamilies.sites(Arrays.stream(LENGTHS).sum(), random);
    Weights weights = TestFamilies.randomWeights(shape, random);
    try (ChainNetwork network = new ChainNetwork(backend, shape, weights, sites);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 1, 0)) {
      learner.addGradient(readings, targets, 0.5f, 1);
      return TestNetworks.flat(learner.gradient().download());
    }
  }

  @Test
  void readingsWithoutNumbers_towerThatReadsThem_fails() {
    ChainArchitecture shape =
        new ChainArchitecture(TestFamilies.ALPHABET, 2, TestFamilies.tower(0));
    try (ChainNetwork network = new ChainNetwork(backend, shape, Weights.zeros(shape))) {
      Readings bare = Readings.forward(List.of(new int[] {0, 1}));
      assertThrows(IllegalArgumentException.class, () -> network.outputs(bare));
    }
  }

  private static float[] gradient(Backend backend, int sites) {
    Random random = new Random(3);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    ChainTargets targets = TestFamilies.classes(LENGTHS.length, OUTPUTS, random);
    Weights weights = TestFamilies.randomWeights(dropping(), random);
    try (ChainNetwork network = new ChainNetwork(backend, dropping(), weights, sites);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 1, 0)) {
      learner.maskLetters(0.2f);
      learner.smoothLabels(0.1f);
      learner.addGradient(TestFamilies.readings(sequences), targets, 0.1f, 4);
      return TestNetworks.flat(learner.gradient().download());
    }
  }

  @Test
  void restore_ofAState_goesOnToTheSameWeights() {
    Random random = new Random(4);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    ChainTargets targets = TestFamilies.numbers(Loss.SQUARED_ERROR, LENGTHS.length, 3, random);
    ChainArchitecture architecture = normalising();
    float[] expected;
    float expectedLoss;
    LearnerState middle;
    Weights initial = Weights.initial(architecture, 5, 1);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 9, 2)) {
      learner.step(TestFamilies.readings(sequences), targets, 0.1f);
      middle = learner.state();
      learner.step(TestFamilies.readings(sequences), targets, 0.1f, 0.5f, 0.01f);
      learner.step(TestFamilies.readings(sequences), targets, 0.1f);
      expected = TestNetworks.flat(network.weights());
      expectedLoss = learner.takeLossSum();
    }
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, Weights.zeros(architecture));
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 9, 2)) {
      learner.restore(middle);
      assertEquals(1, learner.steps());
      learner.step(TestFamilies.readings(sequences), targets, 0.1f, 0.5f, 0.01f);
      learner.step(TestFamilies.readings(sequences), targets, 0.1f);
      assertArrayEquals(expected, TestNetworks.flat(network.weights()));
      assertEquals(expectedLoss, learner.takeLossSum());
    }
  }

  @Test
  void step_ofAnyOptimiser_movesRunningMomentsByTheChunkAlone() {
    ChainArchitecture architecture = normalising();
    Random random = new Random(5);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    ChainTargets targets = TestFamilies.classes(LENGTHS.length, OUTPUTS, random);
    Adam decaying = new Adam(0.5f, 0.9f, 0.999f, 1e-8f, 0.5f, 0.5f);
    Weights initial = Weights.initial(architecture, 5, 1);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial);
        ChainLearner learner = new ChainLearner(network, decaying, 9, 2)) {
      learner.step(TestFamilies.readings(sequences), targets, 0);
      for (Tensor after : network.weights().tensors()) {
        Tensor before =
            initial.tensors().stream()
                .filter(tensor -> tensor.name().equals(after.name()))
                .findFirst()
                .orElseThrow();
        boolean isStill = after.name().endsWith("bias") || after.name().endsWith("gain");
        if (isStill) {
          assertArrayEquals(before.values(), after.values(), after.name());
        }
        if (after.name().endsWith("moments")) {
          assertFalse(Arrays.equals(before.values(), after.values()), after.name());
        }
        if (after.name().equals("stem.moments")) {
          assertRunning(network, sequences, after);
        }
      }
    }
  }

  /** The stem has linear units: its moments are those of what it gives before any step. */
  private void assertRunning(ChainNetwork network, List<int[]> sequences, Tensor moments) {
    ChainArchitecture architecture = network.architecture();
    Weights initial = Weights.initial(architecture, 5, 1);
    try (ChainNetwork fresh = new ChainNetwork(backend, architecture, initial);
        ChainLearner learner = new ChainLearner(fresh, Adam.of(0.01f), 9, 2)) {
      ChainTargets targets = TestFamilies.classes(LENGTHS.length, OUTPUTS, new Random(5));
      learner.addGradient(TestFamilies.readings(sequences), targets, 0, 1);
      int stem = 0;
      while (!(fresh.blueprint().layers().get(stem) instanceof ColumnNormalisationLayer)) {
        stem++;
      }
      float[] x = TestNetworks.values(backend, learner.outputs().get(stem - 1));
      int width = moments.columns();
      int rows = x.length / width;
      for (int j = 0; j < width; j++) {
        double mean = 0;
        double square = 0;
        for (int row = 0; row < rows; row++) {
          mean += x[row * width + j] / rows;
          square += x[row * width + j] * x[row * width + j] / rows;
        }
        assertEquals(0.1 * mean, moments.values()[j], 1e-6);
        assertEquals(0.9 + 0.1 * (square - mean * mean), moments.values()[width + j], 1e-6);
      }
    }
  }

  @Test
  void step_onEachBackend_goesTheWayOfTheReference() {
    for (Backend other : TestNetworks.backends()) {
      try (other) {
        for (String name : List.of("conv-lstm", "conv-gru", "deepram", "dilated", "dilated-rows")) {
          ChainArchitecture architecture = architecture(TestFamilies.all(0.1f).get(name));
          float[] expected = losses(ScalarBackend.inDouble(), architecture);
          assertArrayEquals(expected, losses(other, architecture), 2e-4f, name + other.name());
          double before = expected[0] + expected[1] + expected[2];
          assertTrue(expected[7] + expected[8] + expected[9] < before, name + " learns nothing");
        }
      }
    }
  }

  private static float[] losses(Backend backend, ChainArchitecture architecture) {
    Random random = new Random(6);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    ChainTargets targets = TestFamilies.classes(LENGTHS.length, OUTPUTS, random);
    float[] losses = new float[10];
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, Weights.initial(architecture, 2, 0), 40);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.02f), 3, 0)) {
      learner.smoothLabels(0.1f);
      for (int i = 0; i < losses.length; i++) {
        learner.step(TestFamilies.readings(sequences), targets, 0.2f, 1, 1);
        losses[i] = learner.takeLossSum();
      }
    }
    return losses;
  }

  @Test
  void smoothLabels_ofOneSequence_isTheCrossEntropyOfTheMixture() {
    ChainArchitecture architecture = architecture(TestFamilies.all(0).get("conv"));
    List<int[]> sequences = TestFamilies.sequences(new Random(7), 9);
    Weights weights = TestFamilies.randomWeights(architecture, new Random(8));
    ChainTargets targets = new ChainTargets.Classes(new int[] {1}, new float[] {0.5f});
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 3, 0)) {
      float[] p = network.probabilities(TestFamilies.readings(sequences));
      learner.smoothLabels(0.3f);
      learner.addGradient(TestFamilies.readings(sequences), targets, 2, 1);
      double expected = -0.1 * Math.log(p[0]) - 0.8 * Math.log(p[1]) - 0.1 * Math.log(p[2]);
      assertEquals(expected, learner.lossSum(), 1e-6);
    }
  }

  @Test
  void maskLetters_ofAllButNone_leavesTheirShareUnknown() {
    int[] sequence = new int[4000];
    ChainNoise noise = new ChainNoise(0.2f, 1, 0, 3, 0);
    int[] pool = new int[4004];
    ItemPool words = new ItemPool(ChainWindow.words(1, 1, 0), 4, 2);
    words.write(Readings.forward(List.of(sequence)), noise.letters(), Dropout.NONE, pool);
    long unknown = Arrays.stream(pool).filter(word -> word == 4).count() - 4;
    assertEquals(800.0, (double) unknown, 100);
    int[] again = new int[4004];
    words.write(Readings.forward(List.of(sequence)), noise.letters(), Dropout.NONE, again);
    assertArrayEquals(pool, again);
    ChainNoise next = new ChainNoise(0.2f, 1, 0, 4, 0);
    words.write(Readings.forward(List.of(sequence)), next.letters(), Dropout.NONE, again);
    assertFalse(Arrays.equals(pool, again));
  }

  @Test
  void write_ofWords_centresThemAndLeavesOutThoseWithUnknownLetters() {
    int[] pool = new int[14];
    new ItemPool(ChainWindow.words(3, 1, 0), 4, 2)
        .write(
            Readings.forward(List.of(new int[] {0, 1, 2, 3, 0}, new int[] {3, -1})),
            Dropout.NONE,
            Dropout.NONE,
            pool);
    int none = 64;
    assertArrayEquals(
        new int[] {
          none, none, none, 6, 27, 2 * 16 + 3 * 4, none, none, none, none, none, none, none, none
        },
        pool);
    new ItemPool(ChainWindow.words(2, 1, 0), 4, 2)
        .write(
            Readings.forward(List.of(new int[] {0, 1, 2, 3, 0})), Dropout.NONE, Dropout.NONE, pool);
    assertArrayEquals(new int[] {16, 16, 1, 6, 11, 12, 16, 16, 16, 16, 16, 16, 16, 16}, pool);
  }

  @Test
  void write_ofPlaces_countsAlongTheGivenSequenceWhicheverWayItIsRead() {
    List<int[]> sequences = List.of(new int[4], new int[4], new int[2], new int[0]);
    Readings readings = new Readings(sequences, new boolean[] {false, true, false, true});
    int[] pool = new int[11];

    new ItemPool(ChainWindow.places(4), 4, 0).write(readings, Dropout.NONE, Dropout.NONE, pool);
    assertArrayEquals(new int[] {0, 1, 2, 3, 3, 2, 1, 0, 0, 2, 4}, pool);
    new ItemPool(ChainWindow.places(2), 4, 0).write(readings, Dropout.NONE, Dropout.NONE, pool);
    assertArrayEquals(new int[] {0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 2}, pool);
    new ItemPool(ChainWindow.strand(), 4, 0).write(readings, Dropout.NONE, Dropout.NONE, pool);
    assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 2}, pool);
  }

  @Test
  void maskLetters_ofNearlyAll_leavesTheWordsOfABagKnown() {
    ChainArchitecture architecture =
        architecture(TestFamilies.dilated(Normalisation.ROWS, Activation.GELU, Gate.LINEAR, 0));
    Weights weights = TestFamilies.randomWeights(architecture, new Random(8));
    ChainTargets targets = new ChainTargets.Classes(new int[] {1}, new float[] {1});
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 3, 0)) {
      learner.maskLetters(0.9999f);
      learner.addGradient(Readings.forward(List.of(new int[12])), targets, 1, 1);
      for (Tensor tensor : learner.gradient().download().tensors()) {
        if (tensor.name().contains("words")) {
          boolean isSeen = tensor.values()[0] != 0;
          assertEquals(tensor.name().startsWith("bag."), isSeen, tensor.name());
        }
      }
    }
  }

  @Test
  void tensors_ofTheDilatedFamily_beginAndDecayAsItSays() {
    ChainArchitecture architecture = normalising();
    List<TensorShape> shapes = TensorShape.of(architecture);
    Weights weights = Weights.initial(architecture, 5, 1);
    Map<String, Double> limits = new HashMap<>();
    limits.put("stem.1.words.1", 1 / Math.sqrt(3.0 * TestFamilies.ALPHABET));
    limits.put("stem.1.bias", 1 / Math.sqrt(3.0 * TestFamilies.ALPHABET));
    limits.put("stem.1.places", 0.0);
    limits.put("stem.2.strands", 0.0);
    limits.put("block.1.gate.weights", 1 / Math.sqrt(3.0 * 4));
    limits.put("block.1.gate.bias", 1 / Math.sqrt(3.0 * 4));
    limits.put("bag.words.2", Math.sqrt(3) / 2);
    limits.put("output.bias", 1 / Math.sqrt(5));
    for (int place = 0; place < shapes.size(); place++) {
      String name = shapes.get(place).name();
      boolean isMatrix = name.contains("words") || name.endsWith("weights");
      assertEquals(isMatrix, shapes.get(place).decays() && shapes.get(place).learns(), name);
      if (limits.containsKey(name)) {
        double limit = limits.remove(name);
        float largest = 0;
        for (float value : weights.tensors().get(place).values()) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest <= limit && largest >= limit / 4, name + " has " + largest);
      }
    }
    assertEquals(Map.of(), limits);
  }

  @Test
  void step_withTargetsThatDoNotFit_isRefused() {
    ChainArchitecture architecture = architecture(TestFamilies.all(0).get("lstm"));
    List<int[]> sequences = TestFamilies.sequences(new Random(9), 5, 4);
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, Weights.zeros(architecture));
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 1, 0)) {
      float[] one = {1};
      assertRefused(
          "mini-batch: 2 sequences with 2 answers, 1 targets",
          learner,
          sequences,
          new ChainTargets.Classes(new int[] {0}, one));
      assertRefused(
          "label is 3, which is not in 0..2",
          learner,
          sequences,
          new ChainTargets.Classes(new int[] {0, 3}, new float[2]));
      assertRefused(
          "2 labels have 1 weights",
          learner,
          sequences,
          new ChainTargets.Classes(new int[] {0, 1}, one));
      assertRefused(
          "targets: 4 numbers and 4 weights in 2 columns, the network has 3 outputs",
          learner,
          sequences,
          new ChainTargets.Numbers(Loss.SQUARED_ERROR, 2, new float[4], new float[4]));
      assertEquals(0, learner.steps());
    }
  }

  private static void assertRefused(
      String message, ChainLearner learner, List<int[]> sequences, ChainTargets targets) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> learner.step(TestFamilies.readings(sequences), targets, 1));
    assertEquals(message, e.getMessage());
  }
}
