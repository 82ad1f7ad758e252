package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Recurrence.Cell;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarMatrix;

/** The reference of recurrent layers against numbers of another program and differences. */
class RecurrenceFormulasTest {
  private static final double STEP = 1e-3;
  private static final double RELATIVE = 1e-6;

  /** Gradients smaller than this are compared as if they were as large. */
  private static final double SMALLEST = 1e-5;

  private final Backend backend = ScalarBackend.inDouble();

  /** A layer with its operands, and the loss {@code sum of factors * out}. */
  private final class Example implements AutoCloseable {
    private final Recurrence recurrence;
    private final Layout chains;
    private final int units;
    private final ScalarMatrix z;
    private final ScalarMatrix weights;
    private final ScalarMatrix factors;
    private final ScalarMatrix gates;
    private final ScalarMatrix out;
    private final ScalarMatrix memory;
    private final ScalarMatrix ofWeights;

    Example(Recurrence recurrence, int units, int... lengths) {
      this.recurrence = recurrence;
      this.units = units;
      chains = Layout.chains(lengths);
      int width = recurrence.cell().gates() * units;
      z = matrix(chains.sites(), width);
      weights = matrix(units, width);
      factors = matrix(chains.sites(), units);
      gates = matrix(chains.sites(), width);
      out = matrix(chains.sites(), units);
      memory = matrix(chains.sites(), units);
      ofWeights = matrix(units, width);
    }

    private ScalarMatrix matrix(int rows, int columns) {
      return (ScalarMatrix) backend.allocate(rows, columns);
    }

    void forward() {
      backend.copy(z, gates);
      backend.recurrence(recurrence, chains, gates, weights, out, memory);
    }

    void backward() {
      try (Matrix gradient = backend.allocate(chains.sites(), units)) {
        backend.copy(factors, gradient);
        backend.recurrenceGradient(
            recurrence, chains, gates, weights, out, memory, gradient, ofWeights);
      }
    }

    double loss() {
      forward();
      double sum = 0;
      for (int i = 0; i < out.rows(); i++) {
        for (int j = 0; j < units; j++) {
          sum += factors.get(i, j) * out.get(i, j);
        }
      }
      return sum;
    }

    /** Derivative of the loss by central differences of fourth order. */
    double difference(ScalarMatrix parameters, int i, int j) {
      double middle = parameters.get(i, j);
      double[] losses = new double[4];
      for (int at = 0; at < 4; at++) {
        parameters.set(i, j, middle + new int[] {-2, -1, 1, 2}[at] * STEP);
        losses[at] = loss();
      }
      parameters.set(i, j, middle);
      return (8 * (losses[2] - losses[1]) - (losses[3] - losses[0])) / (12 * STEP);
    }

    @Override
    public void close() {
      for (Matrix matrix : new Matrix[] {z, weights, factors, gates, out, memory, ofWeights}) {
        matrix.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LSTM, false", "LSTM, true", "GRU, false", "GRU, true"})
  void recurrenceGradient_ofEveryInputAndWeight_isTheCentralDifference(Cell cell, boolean reverse) {
    SplittableRandom random = TestSeed.random("differences of " + cell + reverse);
    try (Example example = new Example(new Recurrence(cell, reverse), 3, 4, 0, 1, 6)) {
      fill(example.z, 1.5, random);
      fill(example.weights, 1.2, random);
      fill(example.factors, 1, random);
      example.forward();
      example.backward();
      ScalarMatrix ofZ = (ScalarMatrix) backend.allocate(example.z.rows(), example.z.columns());
      backend.copy(example.gates, ofZ);
      require(example, example.z, ofZ, "input");
      require(example, example.weights, example.ofWeights, "weight");
    }
  }

  private static void require(
      Example example, ScalarMatrix parameters, ScalarMatrix gradient, String name) {
    for (int i = 0; i < parameters.rows(); i++) {
      for (int j = 0; j < parameters.columns(); j++) {
        double expected = example.difference(parameters, i, j);
        assertEquals(
            expected,
            gradient.get(i, j),
            RELATIVE * Math.max(Math.abs(expected), SMALLEST),
            name + " " + i + ", " + j + TestSeed.hint());
      }
    }
  }

  private static void fill(ScalarMatrix matrix, double range, SplittableRandom random) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.set(i, j, random.nextDouble(-range, range));
      }
    }
  }

  /**
   * What {@code torch.nn.LSTM} and {@code torch.nn.GRU} of PyTorch 1.13 give in double without
   * biases: states, then the gradient of the recurrent weights.
   */
  private static double[][] ofPyTorch(Cell cell) {
    return switch (cell) {
      case LSTM ->
          new double[][] {
            {
              -0.104572721822892, -0.071670250008569, 0.121218947214278, -0.350626052631435,
              0.070026303091078, 0.050868414264994, -0.324906817360714, -0.10759738913536
            },
            {
              -0.021484766659998, -0.001734304819175, 0.008469938347432, 0.004438292453507,
              -0.00665909339772, -0.015553234887944, 0.000921812935248, 0.005504243555309,
              0.027490999310216, 0.013771880783089, -0.015810899870056, -0.011354369173943,
              -0.070476697058094, 0.029416738253095, -0.005716470803365, 0.02034507408159
            }
          };
      case GRU ->
          new double[][] {
            {
              -0.33344381826548, -0.065868773186892, 0.384719295901871, -0.51985471786361,
              0.216543626110189, 0.264683881264442, -0.424141819978756, -0.148257027525526
            },
            {
              -0.01375492246118, -0.012904545417519, 0.129153326115069, 0.065188382203006,
              -0.074110794141435, -0.128375111378413, 0.011799568603569, 0.017148095114009,
              -0.053259512183388, -0.133195910216164, -0.038797535527561, 0.13943616152324
            }
          };
    };
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void recurrence_ofTwoChains_isThatOfPyTorch(Cell cell) {
    try (Example example = new Example(new Recurrence(cell, false), 2, 3, 1)) {
      ladder(example.z, 7, 3, 11, 4);
      ladder(example.weights, 5, 2, 7, 3);
      ladder(example.factors, 2, 1, 5, 2);
      example.forward();
      example.backward();
      assertArrayEquals(ofPyTorch(cell)[0], elements(example.out), 1e-14);
      assertArrayEquals(ofPyTorch(cell)[1], elements(example.ofWeights), 1e-14);
    }
  }

  /** Element (i, j) is {@code ((a i + b j) mod m - m / 2) / divisor}. */
  private static void ladder(ScalarMatrix matrix, int a, int b, int modulus, double divisor) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.set(i, j, ((a * i + b * j) % modulus - modulus / 2) / divisor);
      }
    }
  }

  private static double[] elements(ScalarMatrix matrix) {
    double[] elements = new double[matrix.rows() * matrix.columns()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = matrix.get(i / matrix.columns(), i % matrix.columns());
    }
    return elements;
  }
}
