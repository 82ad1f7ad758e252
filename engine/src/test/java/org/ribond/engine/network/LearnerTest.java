package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;

class LearnerTest {
  private static final WindowArchitecture ARCHITECTURE =
      new WindowArchitecture(
          List.of(new Window("residue", 6, 2), new Window("base", 4, 1)),
          List.of(10, 9),
          Activation.RELU,
          0.25f,
          2);

  private final Backend backend = new ScalarBackend();

  @Test
  void addGradient_inChunks_isThatOfTheWholeMiniBatch() {
    Backend exact = ScalarBackend.inDouble();
    float[] whole = gradient(exact);
    for (int rows : new int[] {1, 3, 8, 12}) {
      assertArrayEquals(whole, gradient(TestNetworks.preferring(rows, exact)), 1e-7f);
    }
  }

  private static float[] gradient(Backend backend) {
    Random random = new Random(3);
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 20, random);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        Learner learner = new Learner(network, Adam.of(0.01f), 1, 0, 13)) {
      learner.addGradient(samples, 5, 13, 0.1f, 4);
      return TestNetworks.flat(learner.gradient().download());
    }
  }

  @Test
  void restore_ofAState_goesOnToTheSameWeights() {
    Random random = new Random(4);
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 24, random);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    float[] expected;
    float expectedLoss;
    LearnerState middle;
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        Learner learner = new Learner(network, Adam.of(0.01f), 9, 2, 8)) {
      learner.step(samples, 0, 8, 0.1f);
      middle = learner.state();
      learner.step(samples, 8, 8, 0.1f);
      learner.step(samples, 16, 8, 0.1f);
      expected = TestNetworks.flat(network.weights());
      expectedLoss = learner.takeLossSum();
    }
    try (Network network = new Network(backend, ARCHITECTURE, Weights.zeros(ARCHITECTURE));
        Learner learner = new Learner(network, Adam.of(0.01f), 9, 2, 8)) {
      learner.restore(middle);
      assertEquals(1, learner.steps());
      learner.step(samples, 8, 8, 0.1f);
      learner.step(samples, 16, 8, 0.1f);
      assertArrayEquals(expected, TestNetworks.flat(network.weights()));
      assertEquals(expectedLoss, learner.takeLossSum());
      assertEquals(0, learner.takeLossSum());
    }
  }

  @Test
  void startAfresh_afterSteps_isANewOptimiserOnTheSameWeights() {
    WindowArchitecture plain =
        new WindowArchitecture(ARCHITECTURE.windows(), List.of(6), Activation.TANH, 0, 2);
    Random random = new Random(6);
    Samples samples = TestNetworks.samples(backend, plain, 24, random);
    try (Network network = new Network(backend, plain, TestNetworks.randomWeights(plain, random))) {
      try (Learner learner = new Learner(network, Adam.of(0.01f), 9, 2, 8)) {
        learner.step(samples, 0, 8, 0.1f);
        Weights first = network.weights();
        learner.startAfresh();
        learner.step(samples, 8, 8, 0.1f);
        float[] expected = TestNetworks.flat(network.weights());
        network.setWeights(first);
        try (Learner another = new Learner(network, Adam.of(0.01f), 9, 2, 8)) {
          another.step(samples, 8, 8, 0.1f);
          assertArrayEquals(expected, TestNetworks.flat(network.weights()));
        }
      }
    }
  }

  @Test
  void step_withDecayAndNoGradient_shrinksWeightsButNotBiases() {
    Random random = new Random(7);
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 8, random);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    Adam decaying = new Adam(0.5f, 0.9f, 0.999f, 1e-8f, 0, 0.5f);
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        Learner learner = new Learner(network, decaying, 9, 2, 8)) {
      learner.step(samples, 0, 8, 0);
      List<Tensor> after = network.weights().tensors();
      for (int place = 0; place < after.size(); place++) {
        Tensor before = weights.tensors().get(place);
        float factor = before.name().endsWith("bias") ? 1 : 0.75f;
        for (int i = 0; i < before.values().length; i++) {
          assertEquals(factor * before.values()[i], after.get(place).values()[i], 1e-6f);
        }
      }
    }
  }

  @Test
  void step_withMomentum_isMatlabsRule() {
    Random random = new Random(8);
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 8, random);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    Momentum momentum = new Momentum(0.1f, 0.5f, 0.01f, 0);
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        Learner learner = new Learner(network, momentum, 9, 2, 8)) {
      float[] start = TestNetworks.flat(network.weights());
      learner.addGradient(samples, 0, 8, 0.1f, 1);
      float[] gradient = TestNetworks.flat(learner.gradient().download());
      learner.step(samples, 0, 8, 0.1f, 0.5f, 0);
      float[] after = TestNetworks.flat(network.weights());
      float[] pull = new float[start.length];
      int at = 0;
      for (Tensor tensor : weights.tensors()) {
        for (int i = 0; i < tensor.values().length; i++) {
          pull[at + i] = tensor.name().endsWith("bias") ? 0 : 0.01f;
        }
        at += tensor.values().length;
      }
      for (int i = 0; i < start.length; i++) {
        assertEquals(start[i] - 0.05f * (gradient[i] + pull[i] * start[i]), after[i], 1e-6f);
      }
    }
  }

  @Test
  void step_clipped_movesAsAGradientOfThatNorm() {
    Random random = new Random(8);
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 8, random);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    Momentum plain = new Momentum(1, 0, 0, 0);
    for (float norm : new float[] {0.01f, 1e6f}) {
      try (Network network = new Network(backend, ARCHITECTURE, weights);
          Learner learner = new Learner(network, plain, 9, 2, 8)) {
        learner.step(samples, 0, 8, 0.1f, 1, norm);
        float[] before = TestNetworks.flat(weights);
        float[] after = TestNetworks.flat(network.weights());
        float[] gradient = TestNetworks.flat(learner.gradient().download());
        double moved = 0;
        double whole = 0;
        for (int i = 0; i < before.length; i++) {
          moved += Math.pow(after[i] - before[i], 2);
          whole += Math.pow(gradient[i], 2);
        }
        assertEquals(Math.sqrt(whole), Math.sqrt(moved), 1e-5);
        if (norm < 1) {
          assertEquals(norm, Math.sqrt(moved), 1e-6);
        }
      }
    }
  }

  @Test
  void step_outsideTheSamples_isRefused() {
    Samples samples = TestNetworks.samples(backend, ARCHITECTURE, 4, new Random(5));
    try (Network network = new Network(backend, ARCHITECTURE, Weights.zeros(ARCHITECTURE));
        Learner learner = new Learner(network, Adam.of(0.01f), 1, 0, 3)) {
      assertThrows(IllegalArgumentException.class, () -> learner.step(samples, 0, 4, 1));
      assertThrows(IllegalArgumentException.class, () -> learner.step(samples, 2, 3, 1));
      assertThrows(IllegalArgumentException.class, () -> learner.step(samples, 0, 0, 1));
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> learner.step(samples, 3, 2, 1));
      assertEquals("mini-batch: samples 3 to 5 of 4, at most 3 at a time", e.getMessage());
      assertEquals(0, learner.steps());
    }
  }

  @Test
  void adam_settingOutOfRange_isNamed() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Adam.of(0));
    assertEquals("learning rate 0.0 is not above 0", e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class, () -> new Adam(1, 0.9f, 1, 1e-8f, 0, Float.NaN));
    assertEquals("beta2 1.0 is not in [0, 1)", e.getMessage());
  }
}
