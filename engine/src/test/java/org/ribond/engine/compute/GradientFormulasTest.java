package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarMatrix;

/** Backward passes along chains, of normalisation and of losses beside central differences. */
class GradientFormulasTest {
  private static final double STEP = 1e-5;

  private final ScalarBackend backend = ScalarBackend.inDouble();
  private final SplittableRandom random = TestSeed.random("gradients of formulas");

  private ScalarMatrix matrix(int rows, int columns) {
    ScalarMatrix matrix = (ScalarMatrix) backend.allocate(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, random.nextDouble(-1, 1));
      }
    }
    return matrix;
  }

  private ScalarMatrix copy(ScalarMatrix matrix) {
    ScalarMatrix copy = (ScalarMatrix) backend.allocate(matrix.rows(), matrix.columns());
    backend.copy(matrix, copy);
    return copy;
  }

  private static double dot(ScalarMatrix a, ScalarMatrix b) {
    double sum = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        sum += a.get(i, j) * b.get(i, j);
      }
    }
    return sum;
  }

  /** {@code gradient - before} is the slope of {@code value} with respect to {@code variable}. */
  private static void requireSlopes(
      ScalarMatrix variable, DoubleSupplier value, ScalarMatrix before, ScalarMatrix gradient) {
    for (int i = 0; i < variable.rows(); i++) {
      for (int j = 0; j < variable.columns(); j++) {
        double kept = variable.get(i, j);
        variable.set(i, j, kept + STEP);
        double above = value.getAsDouble();
        variable.set(i, j, kept - STEP);
        double below = value.getAsDouble();
        variable.set(i, j, kept);
        double slope = (above - below) / (2 * STEP);
        double actual = gradient.get(i, j) - before.get(i, j);
        assertEquals(
            slope,
            actual,
            1e-6 * Math.max(1, Math.abs(slope)),
            "element (" + i + ", " + j + ")" + TestSeed.hint());
      }
    }
  }

  private ScalarMatrix zeros(ScalarMatrix like) {
    return (ScalarMatrix) backend.allocate(like.rows(), like.columns());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, SAME",
    "3, 1, 1, SAME",
    "4, 1, 1, SAME",
    "3, 2, 1, SAME",
    "4, 3, 2, SAME",
    "5, 1, 3, SAME",
    "3, 1, 1, VALID",
    "2, 3, 2, VALID",
    "4, 2, 3, VALID"
  })
  void convolution_anyShape_gradientsAreTheSlopes(
      int width, int dilation, int stride, Convolution.Edge edge) {
    Convolution shape = new Convolution(width, dilation, stride, edge);
    Layout chains = Layout.chains(7, 0, 1, 12, 2);
    ScalarMatrix x = matrix(chains.sites(), 3);
    ScalarMatrix weights = matrix(3 * width, 2);
    ScalarMatrix out = matrix(shape.layout(chains).sites(), 2);
    ScalarMatrix factors = matrix(out.rows(), 2);
    DoubleSupplier value =
        () -> {
          backend.convolution(shape, chains, x, weights, out, Epilogue.NONE);
          return dot(factors, out);
        };
    ScalarMatrix dx = matrix(x.rows(), 3);
    ScalarMatrix before = copy(dx);
    ScalarMatrix alone = matrix(x.rows(), 3);
    ScalarMatrix ofWeights = matrix(weights.rows(), 2);
    ScalarMatrix weightsBefore = copy(ofWeights);

    backend.convolutionInputGradient(shape, chains, factors, weights, true, dx);
    backend.convolutionInputGradient(shape, chains, factors, weights, false, alone);
    backend.convolutionWeightGradient(shape, chains, x, factors, ofWeights);

    requireSlopes(x, value, before, dx);
    requireSlopes(x, value, zeros(x), alone);
    requireSlopes(weights, value, weightsBefore, ofWeights);
  }

  @ParameterizedTest
  @EnumSource
  void pool_anyExtent_gradientIsTheSlope(Pooling.Kind kind) {
    Layout chains = Layout.chains(7, 0, 1, 12, 2);
    for (Pooling pooling :
        new Pooling[] {
          Pooling.windows(kind, 3),
          new Pooling(kind, Pooling.Extent.WINDOWS, 4, 2),
          new Pooling(kind, Pooling.Extent.WINDOWS, 2, 5),
          Pooling.parts(kind, 4),
          Pooling.whole(kind)
        }) {
      ScalarMatrix x = matrix(chains.sites(), 3);
      ScalarMatrix out = matrix(pooling.layout(chains).sites(), 3);
      ScalarMatrix factors = matrix(out.rows(), 3);
      DoubleSupplier value =
          () -> {
            backend.pool(pooling, chains, x, out);
            return dot(factors, out);
          };
      ScalarMatrix dx = matrix(x.rows(), 3);
      ScalarMatrix before = copy(dx);
      ScalarMatrix alone = matrix(x.rows(), 3);

      backend.poolGradient(pooling, chains, x, factors, true, dx);
      backend.poolGradient(pooling, chains, x, factors, false, alone);

      requireSlopes(x, value, before, dx);
      requireSlopes(x, value, zeros(x), alone);
    }
  }

  @Test
  void chainCrossEntropy_gradientIsTheSlope() {
    Layout chains = Layout.chains(4, 0, 1, 6);
    ScalarMatrix logits = matrix(chains.sites(), 2);
    ScalarMatrix shares = matrix(chains.sites(), 2);
    for (int i = 0; i < shares.rows(); i++) {
      shares.set(i, 0, Math.abs(shares.get(i, 0)));
      shares.set(i, 1, i == 2 ? 3 : 0);
    }
    ScalarMatrix before = matrix(chains.sites(), 2);
    ScalarMatrix gradient = copy(before);
    try (ScalarMatrix loss = matrix(1, 1);
        ScalarMatrix other = matrix(chains.sites(), 2)) {
      backend.chainCrossEntropy(chains, logits, shares, 0, 0.7f, gradient, loss);
      requireSlopes(
          logits,
          () -> {
            loss.set(0, 0, 0);
            backend.chainCrossEntropy(chains, logits, shares, 0, 0.7f, other, loss);
            return loss.get(0, 0);
          },
          before,
          gradient);
    }
  }

  @Test
  void normaliseRows_gradientsAreTheSlopes() {
    for (int n : new int[] {1, 2, 7}) {
      ScalarMatrix x = matrix(5, n);
      ScalarMatrix gain = matrix(1, n);
      ScalarMatrix shift = matrix(1, n);
      ScalarMatrix out = matrix(5, n);
      ScalarMatrix factors = matrix(5, n);
      DoubleSupplier value =
          () -> {
            backend.normaliseRows(x, gain, shift, 0.1f, out);
            return dot(factors, out);
          };
      ScalarMatrix gradient = copy(factors);
      ScalarMatrix ofGain = matrix(1, n);
      ScalarMatrix ofShift = matrix(1, n);
      ScalarMatrix gainBefore = copy(ofGain);
      ScalarMatrix shiftBefore = copy(ofShift);

      backend.normaliseRowsGradient(x, gain, 0.1f, gradient, ofGain, ofShift);

      requireSlopes(x, value, zeros(x), gradient);
      requireSlopes(gain, value, gainBefore, ofGain);
      requireSlopes(shift, value, shiftBefore, ofShift);
    }
  }

  @Test
  void normaliseColumns_withMomentsOfItsInput_gradientsAreTheSlopes() {
    for (int rows : new int[] {1, 2, 9}) {
      ScalarMatrix x = matrix(rows, 3);
      ScalarMatrix moments = matrix(2, 3);
      ScalarMatrix gain = matrix(1, 3);
      ScalarMatrix shift = matrix(1, 3);
      ScalarMatrix out = matrix(rows, 3);
      ScalarMatrix factors = matrix(rows, 3);
      DoubleSupplier value =
          () -> {
            backend.columnMoments(x, moments);
            backend.normaliseColumns(x, moments, gain, shift, 0.1f, out);
            return dot(factors, out);
          };
      ScalarMatrix gradient = copy(factors);
      ScalarMatrix ofGain = matrix(1, 3);
      ScalarMatrix ofShift = matrix(1, 3);
      ScalarMatrix gainBefore = copy(ofGain);
      ScalarMatrix shiftBefore = copy(ofShift);

      backend.columnMoments(x, moments);
      backend.normaliseColumnsGradient(x, moments, gain, 0.1f, gradient, ofGain, ofShift);

      requireSlopes(x, value, zeros(x), gradient);
      requireSlopes(gain, value, gainBefore, ofGain);
      requireSlopes(shift, value, shiftBefore, ofShift);
    }
  }

  @Test
  void columnMoments_knownNumbers_areMeanAndVarianceByAllRows() {
    ScalarMatrix x = (ScalarMatrix) backend.allocate(4, 2);
    backend.upload(new float[] {1, 5, 2, 5, 3, 5, 6, 5}, x);
    ScalarMatrix moments = matrix(2, 2);

    backend.columnMoments(x, moments);

    assertEquals(3, moments.get(0, 0), 1e-15);
    assertEquals(3.5, moments.get(1, 0), 1e-15);
    assertEquals(5, moments.get(0, 1), 1e-15);
    assertEquals(0, moments.get(1, 1), 1e-15);
  }

  /** A loss with a target for each output. */
  private interface Loss {
    void of(Matrix outputs, Matrix targets, Matrix weights, Matrix gradient, Matrix loss);
  }

  private void requireSlopesOf(Loss loss) {
    ScalarMatrix outputs = matrix(4, 3);
    ScalarMatrix targets = matrix(6, 3);
    ScalarMatrix weights = matrix(6, 3);
    for (int i = 0; i < 6; i++) {
      targets.set(i, 1, Math.abs(targets.get(i, 1)));
    }
    weights.set(3, 1, 0);
    targets.set(3, 1, Double.NaN);
    ScalarMatrix gradient = matrix(4, 3);
    DoubleSupplier value =
        () -> {
          ScalarMatrix sum = (ScalarMatrix) backend.allocate(1, 1);
          loss.of(outputs, targets, weights, zeros(outputs), sum);
          return sum.get(0, 0);
        };

    loss.of(outputs, targets, weights, gradient, backend.allocate(1, 1));

    requireSlopes(outputs, value, zeros(outputs), gradient);
    assertEquals(0, gradient.get(1, 1), 0, "a target that is missing");
  }

  @Test
  void losses_gradientsAreTheSlopes() {
    requireSlopesOf((z, y, w, dz, sum) -> backend.sigmoidCrossEntropy(z, y, w, 2, 0.7f, dz, sum));
    requireSlopesOf((z, y, w, dz, sum) -> backend.squaredError(z, y, w, 2, 0.7f, dz, sum));
  }

  @Test
  void normaliseLengths_gradientIsTheSlope() {
    ScalarMatrix x = matrix(4, 3);
    ScalarMatrix factors = matrix(4, 3);
    ScalarMatrix gradient = copy(factors);
    DoubleSupplier value =
        () -> {
          ScalarMatrix out = (ScalarMatrix) backend.allocate(4, 3);
          backend.normaliseLengths(x, out);
          return dot(factors, out);
        };

    backend.normaliseLengthsGradient(x, gradient);

    requireSlopes(x, value, zeros(x), gradient);
  }

  @Test
  void contrastive_gradientIsTheSlope() {
    for (boolean isDecoupled : new boolean[] {true, false}) {
      Contrast contrast = new Contrast(0.7f, isDecoupled);
      ScalarMatrix similarities = matrix(6, 6);
      ScalarMatrix weights = matrix(1, 3);
      ScalarMatrix gradient = matrix(6, 6);
      DoubleSupplier value =
          () -> {
            ScalarMatrix sum = (ScalarMatrix) backend.allocate(1, 1);
            backend.contrastive(similarities, weights, contrast, 0.3f, zeros(similarities), sum);
            return sum.get(0, 0);
          };

      backend.contrastive(similarities, weights, contrast, 0.3f, gradient, backend.allocate(1, 1));

      requireSlopes(similarities, value, zeros(similarities), gradient);
    }
  }

  @Test
  void contrastive_knownNumbers_isTheFormula() {
    Matrix similarities = backend.allocate(4, 4);
    Matrix weights = backend.allocate(1, 2);
    backend.fill(weights, 1);
    // Rows are the first views of both pairs, then the second ones.
    backend.upload(new float[] {1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1}, similarities);
    ScalarMatrix sum = (ScalarMatrix) backend.allocate(1, 1);
    Matrix gradient = backend.allocate(4, 4);

    backend.contrastive(similarities, weights, new Contrast(0.5f, true), 0.25f, gradient, sum);

    assertEquals(Math.log(2) - 2, sum.get(0, 0), 1e-12);

    backend.contrastive(similarities, weights, new Contrast(0.5f, false), 0.25f, gradient, sum);

    assertEquals(Math.log(2) - 2 + Math.log(2 + Math.exp(2)) - 2, sum.get(0, 0), 1e-12);
  }

  @Test
  void losses_knownNumbers_areTheFormulas() {
    Matrix z = backend.allocate(1, 3);
    Matrix y = backend.allocate(1, 3);
    Matrix w = backend.allocate(1, 3);
    ScalarMatrix gradient = matrix(1, 3);
    ScalarMatrix sum = (ScalarMatrix) backend.allocate(1, 1);
    backend.upload(new float[] {0, 200, -200}, z);
    backend.upload(new float[] {0.25f, 0, 0}, y);
    backend.upload(new float[] {2, 1, 1}, w);

    backend.sigmoidCrossEntropy(z, y, w, 0, 0.5f, gradient, sum);

    assertEquals(Math.log(2) + 100, sum.get(0, 0), 1e-12);
    assertEquals(0.25, gradient.get(0, 0), 1e-12);
    assertEquals(0.5, gradient.get(0, 1), 1e-12);
    assertEquals(0, gradient.get(0, 2), 1e-12);

    backend.squaredError(z, y, w, 0, 0.5f, gradient, sum);

    assertEquals(Math.log(2) + 100 + 0.03125 + 20_000, sum.get(0, 0), 1e-9);
    assertEquals(-0.25, gradient.get(0, 0), 1e-12);
    assertEquals(-100, gradient.get(0, 2), 1e-12);
  }
}
