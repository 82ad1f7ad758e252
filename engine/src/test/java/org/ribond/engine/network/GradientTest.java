package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarMatrix;

/**
 * Gradients against central differences in double, for every parameter of small networks.
 *
 * <p>The difference is of fourth order, {@code (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h}, so
 * that its own error, about 1e-12, is far below the tolerance.
 */
class GradientTest {
  private static final double STEP = 2e-4;
  private static final double RELATIVE = 1e-6;

  /** Gradients smaller than this are compared as if they were as large. */
  private static final double SMALLEST = 1e-5;

  private static final int LARGE = 1000;
  private static final int STRIDE = 41;

  private static final int SAMPLES = 7;
  private static final float SCALE = 0.125f;
  private static final int OPTIMISER_STEP = 3;
  private static final long SEED = Long.getLong("ribond.test.seed", 2025);

  private final Backend backend = ScalarBackend.inDouble();
  private float focus;

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 0, 4, 2",
    "LINEAR, 0.3, 9;4, 2",
    "LINEAR, 0.5, 3;5;4, 3",
    "RELU, 0, 9, 3",
    "RELU, 0.3, 5;4, 2",
    "RELU, 0, 6;5;4, 2",
    "RELU, 0.5, 6;9;4, 2",
    "TANH, 0, 5, 2",
    "TANH, 0.3, 5;4, 3",
    "TANH, 0, 3;5;4, 2",
    "TANH, 0.2, 9;5;4, 2",
    "SIGMOID, 0, 6, 2",
    "SIGMOID, 0.4, 4;9, 2",
    "SIGMOID, 0, 3;5;4, 2",
    "SIGMOID, 0.1, 5;3;9, 3",
    "LEAKY_RELU, 0, 6, 2",
    "LEAKY_RELU, 0.3, 5;4, 2",
    "SOFTPLUS, 0, 5;4, 2",
    "SOFTPLUS, 0.4, 4;5;3, 2",
    "SILU, 0, 6, 2",
    "SILU, 0.3, 5;4;3, 2",
    "GELU, 0, 5;4, 3",
    "GELU, 0.4, 4;5, 2"
  })
  void addGradient_ofDenseLayers_isTheCentralDifference(
      Activation activation, float dropout, String hidden, int classes) {
    check(LayerKind.DENSE, activation, dropout, hidden, classes);
  }

  @ParameterizedTest
  @CsvSource({
    "GAUSSIAN, 0, 5, 2",
    "GAUSSIAN, 0.3, 5;4, 2",
    "GAUSSIAN, 0, 3;5;4, 3",
    "GATED, 0, 5, 2",
    "GATED, 0.3, 5;4, 2",
    "GATED, 0, 3;5;4, 2",
    "ATTENTION, 0, 4, 2",
    "ATTENTION, 0.3, 5;4, 2",
    "BATCH_ATTENTION, 0, 4, 2",
    "BATCH_ATTENTION, 0.3, 5;4, 2",
    "BATCH_ATTENTION, 0, 3;4;3, 2"
  })
  void addGradient_ofOtherLayers_isTheCentralDifference(
      LayerKind kind, float dropout, String hidden, int classes) {
    check(kind, Activation.LINEAR, dropout, hidden, classes);
  }

  @ParameterizedTest
  @CsvSource({"0.5", "1", "2", "3.5"})
  void addGradient_ofFocalLoss_isTheCentralDifference(float exponent) {
    focus = exponent;
    check(LayerKind.DENSE, Activation.TANH, 0.3f, "5;4", 2);
    check(LayerKind.DENSE, Activation.TANH, 0, "6", 3);
  }

  private void check(
      LayerKind kind, Activation activation, float dropout, String hidden, int classes) {
    WindowArchitecture architecture =
        new WindowArchitecture(
            List.of(new Window("residue", 5, 2), new Window("base", 4, 1)),
            kind,
            Arrays.stream(hidden.split(";", -1)).map(Integer::valueOf).toList(),
            activation,
            dropout,
            classes);
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    Samples samples = TestNetworks.samples(backend, architecture, SAMPLES, random);
    Weights weights = TestNetworks.randomWeights(architecture, random);
    try (Network network = new Network(backend, architecture, weights);
        Learner learner = new Learner(network, Adam.of(0.001f), 7, 1, SAMPLES)) {
      learner.focus(focus);
      learner.addGradient(samples, 0, SAMPLES, SCALE, OPTIMISER_STEP);
      List<double[]> gradient =
          learner.gradient().matrices().stream().map(GradientTest::values).toList();
      boolean hasKinks = activation == Activation.RELU || activation == Activation.LEAKY_RELU;
      int atKinks = 0;
      int parameters = 0;
      for (int place = 0; place < gradient.size(); place++) {
        ScalarMatrix matrix = (ScalarMatrix) network.deviceWeights().get(place);
        // All elements of small tensors, a prime stride through large ones.
        int stride = gradient.get(place).length > LARGE ? STRIDE : 1;
        for (int i = 0; i < gradient.get(place).length; i += stride) {
          parameters++;
          double difference = difference(learner, samples, matrix, i, hasKinks);
          if (Double.isNaN(difference)) {
            atKinks++;
            continue;
          }
          assertEquals(
              difference,
              gradient.get(place)[i],
              RELATIVE * Math.max(SMALLEST, Math.abs(difference)),
              weights.tensors().get(place).name() + " element " + i);
        }
      }
      assertTrue(atKinks <= parameters / 20, atKinks + " of " + parameters + " are at a kink");
    }
  }

  /** Central difference of the loss, or not a number where a rectified unit turns on or off. */
  private double difference(
      Learner learner, Samples samples, ScalarMatrix matrix, int element, boolean hasKinks) {
    int row = element / matrix.columns();
    int column = element % matrix.columns();
    double value = matrix.get(row, column);
    double[] loss = new double[5];
    BitSet[] active = new BitSet[5];
    for (int k = -2; k <= 2; k++) {
      matrix.set(row, column, value + k * STEP);
      backend.fill(learner.loss(), 0);
      learner.addGradient(samples, 0, SAMPLES, SCALE, OPTIMISER_STEP);
      loss[k + 2] = ((ScalarMatrix) learner.loss()).get(0, 0);
      active[k + 2] = hasKinks ? active(learner) : new BitSet();
    }
    matrix.set(row, column, value);
    boolean smooth = Arrays.stream(active).allMatch(active[2]::equals);
    return smooth ? (8 * (loss[3] - loss[1]) - (loss[4] - loss[0])) / (12 * STEP) : Double.NaN;
  }

  /** Which hidden units are above 0, which is where a rectified one has a slope. */
  private static BitSet active(Learner learner) {
    BitSet active = new BitSet();
    int unit = 0;
    for (Matrix output : learner.outputs().subList(0, learner.outputs().size() - 1)) {
      for (double a : values(output)) {
        active.set(unit++, a > 0);
      }
    }
    return active;
  }

  private static double[] values(Matrix matrix) {
    double[] values = new double[matrix.rows() * matrix.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((ScalarMatrix) matrix).get(i / matrix.columns(), i % matrix.columns());
    }
    return values;
  }
}
