package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarMatrix;

/** Dropout whose masks are shared by groups of samples. */
class GroupedDropoutTest {
  private static final int SAMPLES = 11;
  private static final int GROUP = 4;
  private static final int STEP = 3;
  private static final float SCALE = 0.1f;

  private static WindowArchitecture architecture(
      Activation activation, float dropout, int... hidden) {
    return new WindowArchitecture(
        List.of(new Window("residue", 5, 2), new Window("base", 4, 1)),
        Arrays.stream(hidden).boxed().toList(),
        activation,
        dropout,
        2);
  }

  private static Learner learner(Network network, int group) {
    return new Learner(network, Adam.of(0.01f), 7, 1, SAMPLES, group);
  }

  @ParameterizedTest
  @EnumSource(names = {"TANH", "GELU", "SIGMOID"})
  void addGradient_ofGroups_isTheCentralDifference(Activation activation) {
    Backend exact = ScalarBackend.inDouble();
    WindowArchitecture architecture = architecture(activation, 0.4f, 6, 5);
    Random random = new Random(5);
    Samples samples = TestNetworks.samples(exact, architecture, SAMPLES, random);
    Weights weights = TestNetworks.randomWeights(architecture, random);
    try (Network network = new Network(exact, architecture, weights);
        Learner learner = learner(network, GROUP)) {
      learner.addGradient(samples, 0, SAMPLES, SCALE, STEP);
      Weights gradient = learner.gradient().download();
      for (int place = 0; place < gradient.tensors().size(); place++) {
        ScalarMatrix matrix = (ScalarMatrix) network.deviceWeights().get(place);
        float[] found = gradient.tensors().get(place).values();
        for (int i = 0; i < found.length; i++) {
          double expected = centralDifference(exact, learner, samples, matrix, i);
          assertEquals(
              expected, found[i], 1e-6 * Math.max(1e-1, Math.abs(expected)), place + " " + i);
        }
      }
    }
  }

  private static double centralDifference(
      Backend exact, Learner learner, Samples samples, ScalarMatrix matrix, int element) {
    double step = 1e-5;
    int row = element / matrix.columns();
    int column = element % matrix.columns();
    double value = matrix.get(row, column);
    matrix.set(row, column, value + step);
    double above = loss(exact, learner, samples);
    matrix.set(row, column, value - step);
    double below = loss(exact, learner, samples);
    matrix.set(row, column, value);
    return (above - below) / (2 * step);
  }

  private static double loss(Backend exact, Learner learner, Samples samples) {
    exact.fill(learner.loss(), 0);
    learner.addGradient(samples, 0, SAMPLES, SCALE, STEP);
    return ((ScalarMatrix) learner.loss()).get(0, 0);
  }

  /** The reference: the whole network, whose outputs are multiplied by the mask one by one. */
  @Test
  void loss_ofAGroup_isThatOfTheMaskedWholeNetwork() {
    Backend exact = ScalarBackend.inDouble();
    WindowArchitecture architecture = architecture(Activation.TANH, 0.5f, 6, 5);
    Random random = new Random(6);
    Samples samples = TestNetworks.samples(exact, architecture, SAMPLES, random);
    Weights weights = TestNetworks.randomWeights(architecture, random);
    double found;
    try (Network network = new Network(exact, architecture, weights);
        Learner learner = learner(network, SAMPLES)) {
      found = loss(exact, learner, samples);
    }

    KeptUnits units = KeptUnits.draw(architecture, 7, 1, STEP, 0);
    WindowArchitecture whole = architecture(Activation.TANH, 0, 6, 5);
    for (int layer = 0; layer < 2; layer++) {
      // Rows of the weights above: 0 for dropped units, multiplied for kept ones.
      Tensor above = weights.tensors().get(3 + 2 * layer);
      int[] kept = units.layers().get(layer);
      for (int i = 0; i < above.values().length; i++) {
        boolean isKept = Arrays.binarySearch(kept, i / above.columns()) >= 0;
        above.values()[i] *= isKept ? (float) above.rows() / kept.length : 0;
      }
    }
    try (Network network = new Network(exact, whole, weights);
        Learner learner = learner(network, 0)) {
      assertEquals(loss(exact, learner, samples), found, 1e-7);
    }
  }

  @Test
  void units_drawn_areAsManyAsAreToBeKept_andOthersInEachGroupAndStep() {
    WindowArchitecture architecture = architecture(Activation.RELU, 0.5f, 101, 64);
    KeptUnits units = KeptUnits.draw(architecture, 1, 0, 1, 0);

    assertEquals(51, units.layers().get(0).length);
    assertEquals(32, units.layers().get(1).length);
    for (int[] layer : units.layers()) {
      assertArrayEquals(Arrays.stream(layer).sorted().distinct().toArray(), layer);
    }
    int[] first = units.layers().getFirst();
    assertArrayEquals(first, KeptUnits.draw(architecture, 1, 0, 1, 0).layers().getFirst());
    assertFalse(Arrays.equals(first, KeptUnits.draw(architecture, 1, 0, 1, 1).layers().getFirst()));
    assertFalse(Arrays.equals(first, KeptUnits.draw(architecture, 1, 0, 2, 0).layers().getFirst()));
  }

  @Test
  void units_ofManyDraws_areKeptEquallyOften() {
    WindowArchitecture architecture = architecture(Activation.RELU, 0.5f, 40);
    int[] counts = new int[40];
    for (int group = 0; group < 4000; group++) {
      for (int unit : KeptUnits.draw(architecture, 3, 0, 1, group).layers().getFirst()) {
        counts[unit]++;
      }
    }
    for (int count : counts) {
      // Six standard deviations of 4000 draws with probability one half.
      assertTrue(Math.abs(count - 2000) < 190, Arrays.toString(counts));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 11, 100})
  void gradient_ofGroups_isTheSameOnAllBackends(int group) {
    WindowArchitecture architecture = architecture(Activation.RELU, 0.5f, 37, 21);
    float[] expected = gradient(new ScalarBackend(), architecture, group);
    for (Backend backend : TestNetworks.backends()) {
      try (backend) {
        assertArrayEquals(expected, gradient(backend, architecture, group), 1e-5f, backend.name());
      }
    }
  }

  private static float[] gradient(Backend backend, WindowArchitecture architecture, int group) {
    Random random = new Random(8);
    Samples samples = TestNetworks.samples(backend, architecture, SAMPLES, random);
    Weights weights = TestNetworks.randomWeights(architecture, random);
    try (Network network = new Network(backend, architecture, weights);
        Learner learner = learner(network, group)) {
      learner.addGradient(samples, 0, SAMPLES, SCALE, STEP);
      return TestNetworks.flat(learner.gradient().download());
    }
  }

  @Test
  void groups_withoutDropout_changeNothing() {
    WindowArchitecture architecture = architecture(Activation.RELU, 0, 9, 7);

    assertArrayEquals(
        gradient(new ScalarBackend(), architecture, 0),
        gradient(new ScalarBackend(), architecture, GROUP));
  }

  @Test
  void groups_ofLayersThatAreNotDense_areRefused() {
    WindowArchitecture gated =
        new WindowArchitecture(
            List.of(new Window("residue", 5, 2)),
            LayerKind.GATED,
            List.of(6),
            Activation.LINEAR,
            0.5f,
            2);
    try (Network network = new Network(new ScalarBackend(), gated, Weights.zeros(gated))) {
      assertThrows(IllegalArgumentException.class, () -> learner(network, GROUP));
    }
  }
}
