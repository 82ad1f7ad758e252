package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ribond.engine.compute.Parity.UNIT;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;

/** Parity of normalisation with the reference. */
abstract class NormalisationContract extends MapContract {
  private static final float[] EPSILONS = {1e-5f, 1e-3f, 0.1f};

  /**
   * Moments of {@code count} numbers in double, and how far their floats may be off.
   *
   * @param distance error of a number's distance from the mean, besides its own rounding
   * @param factor one over the root of the variance and epsilon
   * @param relative relative error of the factor
   */
  private record Moments(
      double mean, double variance, double distance, double factor, double relative) {
    static Moments of(float[] x, int at, int step, int count, double epsilon) {
      double sum = 0;
      double size = 0;
      for (int i = 0; i < count; i++) {
        sum += x[at + i * step];
        size += Math.abs(x[at + i * step]);
      }
      double mean = sum / Math.max(count, 1);
      double squares = 0;
      for (int i = 0; i < count; i++) {
        squares += (x[at + i * step] - mean) * (x[at + i * step] - mean);
      }
      double variance = squares / Math.max(count, 1);
      double distance = Parity.gamma(count + 2) * size / Math.max(count, 1);
      // One error of all distances adds its square to the variance: their sum is 0.
      double relative = Parity.gamma(count + 8) + distance * distance / (variance + epsilon);
      return new Moments(mean, variance, distance, 1 / Math.sqrt(variance + epsilon), relative);
    }

    /** A number normalised. */
    double y(float x) {
      return (x - mean) * factor;
    }

    /** Error of {@link #y}. */
    double error(float x) {
      return factor * distance + Math.abs(y(x)) * (relative + 4 * UNIT);
    }
  }

  @Test
  void normaliseRows_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseRows");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float epsilon = EPSILONS[random.nextInt(3)];
              float[] inputs = offset(rows * n, random);
              float[] gains = Parity.random(n, random);
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand gain = parity.matrix(1, n, gains);
                Operand shift = parity.matrix(1, n, random);
                Operand out = parity.matrix(rows, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .normaliseRows(
                                side.of(x), side.of(gain), side.of(shift), epsilon, side.of(out)));
                double[] bounds = new double[rows * n];
                for (int row = 0; row < rows; row++) {
                  Moments moments = Moments.of(inputs, row * n, 1, n, epsilon);
                  for (int i = row * n; i < (row + 1) * n; i++) {
                    double size = Math.abs(gains[i % n]) * Math.abs(moments.y(inputs[i])) + 1;
                    bounds[i] =
                        Math.abs(gains[i % n]) * moments.error(inputs[i]) + Parity.gamma(4) * size;
                  }
                }
                parity.check(out, bounds, ShapeSource.name("normaliseRows", sizes));
              }
            });
  }

  /** Values whose mean is not near 0. */
  private static float[] offset(int count, SplittableRandom random) {
    float[] values = Parity.random(count, random);
    for (int i = 0; i < count; i++) {
      values[i] += 0.5f;
    }
    return values;
  }

  @Test
  void normaliseItems_manyLayouts_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseItems");
    for (int repeat = 0; repeat < 60; repeat++) {
      Layout layout = random.nextBoolean() ? MapSource.maps(random) : ChainSource.chains(random);
      int n = Math.max(1, ChainSource.width(random));
      float epsilon = EPSILONS[random.nextInt(3)];
      float[] inputs = offset(layout.sites() * n, random);
      float[] gains = Parity.random(n, random);
      try (Parity parity = parity()) {
        Operand x = parity.matrix(layout.sites(), n, inputs);
        Operand gain = parity.matrix(1, n, gains);
        Operand shift = parity.matrix(1, n, random);
        Operand out = parity.matrix(layout.sites(), n, random);
        parity.run(
            side ->
                side.backend()
                    .normaliseItems(
                        layout, side.of(x), side.of(gain), side.of(shift), epsilon, side.of(out)));
        double[] bounds = new double[layout.sites() * n];
        for (int item = 0; item < layout.count(); item++) {
          int start = layout.start(item) * n;
          int count = layout.length(item) * n;
          Moments moments = Moments.of(inputs, start, 1, count, epsilon);
          for (int i = start; i < start + count; i++) {
            double size = Math.abs(gains[i % n]) * Math.abs(moments.y(inputs[i])) + 1;
            bounds[i] = Math.abs(gains[i % n]) * moments.error(inputs[i]) + Parity.gamma(4) * size;
          }
        }
        parity.check(out, bounds, layout + " x " + n);
      }
    }
  }

  @Test
  void normaliseItemsGradient_manyLayouts_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseItemsGradient");
    for (int repeat = 0; repeat < 60; repeat++) {
      Layout layout = random.nextBoolean() ? MapSource.maps(random) : ChainSource.chains(random);
      int n = Math.max(1, ChainSource.width(random));
      int sites = layout.sites();
      try (Parity parity = parity()) {
        Operand x = parity.matrix(sites, n, offset(sites * n, random));
        Operand gain = parity.matrix(1, n, random);
        Operand gradient = parity.matrix(sites, n, random);
        Operand ofGain = parity.matrix(1, n, random);
        Operand ofShift = parity.matrix(1, n, random);
        parity.run(
            side ->
                side.backend()
                    .normaliseItemsGradient(
                        layout,
                        side.of(x),
                        side.of(gain),
                        0.1f,
                        side.of(gradient),
                        side.of(ofGain),
                        side.of(ofShift)));
        // Factors are at most the root of 10, distances from a mean at most 2.
        double each = 64 * Parity.gamma(n + 64);
        double[] bounds = new double[sites * n];
        Arrays.fill(bounds, each);
        parity.check(gradient, bounds, layout + " x " + n);
        double[] sums = new double[n];
        Arrays.fill(sums, (sites + 1) * (each + Parity.gamma(sites + 4)));
        parity.check(ofGain, sums, layout + " x " + n);
        parity.check(ofShift, sums, layout + " x " + n);
      }
    }
  }

  @Test
  void normaliseRowsGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseRowsGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float epsilon = EPSILONS[random.nextInt(3)];
              float[] inputs = offset(rows * n, random);
              float[] gains = Parity.random(n, random);
              float[] g = Parity.random(rows * n, random);
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand gain = parity.matrix(1, n, gains);
                Operand gradient = parity.matrix(rows, n, g);
                Operand ofGain = parity.matrix(1, n, random);
                Operand ofShift = parity.matrix(1, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .normaliseRowsGradient(
                                side.of(x),
                                side.of(gain),
                                epsilon,
                                side.of(gradient),
                                side.of(ofGain),
                                side.of(ofShift)));
                double[] bounds = new double[rows * n];
                double[] gainBounds = sumBounds(rows, n);
                double[] shiftBounds = sumBounds(rows, n);
                for (int row = 0; row < rows; row++) {
                  Moments moments = Moments.of(inputs, row * n, 1, n, epsilon);
                  double[] ofOutput = new double[n];
                  for (int j = 0; j < n; j++) {
                    int i = row * n + j;
                    double error = moments.error(inputs[i]);
                    double size = Math.abs(g[i]);
                    ofOutput[j] = (double) g[i] * gains[j];
                    gainBounds[j] +=
                        size * (error + Parity.gamma(rows + 4) * Math.abs(moments.y(inputs[i])));
                    shiftBounds[j] += size * Parity.gamma(rows + 4);
                  }
                  gradientBounds(moments, inputs, row * n, 1, n, ofOutput, bounds);
                }
                String name = ShapeSource.name("normaliseRowsGradient", sizes);
                parity.check(gradient, bounds, name);
                parity.check(ofGain, gainBounds, name + " of gain");
                parity.check(ofShift, shiftBounds, name + " of shift");
              }
            });
  }

  /** Errors of adding {@code rows} numbers to one that is at most 1. */
  private static double[] sumBounds(int rows, int n) {
    double[] bounds = new double[n];
    Arrays.fill(bounds, Parity.gamma(rows + 4));
    return bounds;
  }

  /**
   * Errors of {@code factor (g - mean(g) - y mean(g y))} with {@code g} the gradient of the
   * normalised numbers.
   */
  private static void gradientBounds(
      Moments moments, float[] x, int at, int step, int count, double[] g, double[] bounds) {
    double size = 0;
    double product = 0;
    double productError = 0;
    for (int i = 0; i < count; i++) {
      double y = Math.abs(moments.y(x[at + i * step]));
      size += Math.abs(g[i]);
      product += Math.abs(g[i]) * y;
      productError += Math.abs(g[i]) * moments.error(x[at + i * step]);
    }
    productError += Parity.gamma(count + 4) * product;
    for (int i = 0; i < count; i++) {
      int place = at + i * step;
      double y = Math.abs(moments.y(x[place]));
      double all = Math.abs(g[i]) + (size + y * product) / count;
      double error =
          Parity.gamma(count + 4) * size + y * productError + moments.error(x[place]) * product;
      bounds[place] = moments.factor * (error / count + (moments.relative + Parity.gamma(8)) * all);
    }
  }

  @Test
  void columnMoments_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("columnMoments");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 5000);
              int n = Math.min(sizes[1], 600);
              float[] inputs = offset(rows * n, random);
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand moments = parity.matrix(2, n, random);
                parity.run(side -> side.backend().columnMoments(side.of(x), side.of(moments)));
                double[] bounds = new double[2 * n];
                for (int j = 0; j < n; j++) {
                  Moments exact = Moments.of(inputs, j, n, rows, 0);
                  bounds[j] = exact.distance;
                  bounds[n + j] =
                      Parity.gamma(rows + 8) * exact.variance + exact.distance * exact.distance;
                }
                parity.check(moments, bounds, ShapeSource.name("columnMoments", sizes));
              }
            });
  }

  @Test
  void normaliseColumns_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseColumns");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float epsilon = EPSILONS[random.nextInt(3)];
              float[] inputs = Parity.random(rows * n, random);
              float[] means = Parity.random(2 * n, random);
              float[] gains = Parity.random(n, random);
              for (int j = n; j < 2 * n; j++) {
                means[j] = Math.abs(means[j]);
              }
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand moments = parity.matrix(2, n, means);
                Operand gain = parity.matrix(1, n, gains);
                Operand shift = parity.matrix(1, n, random);
                Operand out = parity.matrix(rows, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .normaliseColumns(
                                side.of(x),
                                side.of(moments),
                                side.of(gain),
                                side.of(shift),
                                epsilon,
                                side.of(out)));
                double[] bounds = new double[rows * n];
                for (int i = 0; i < bounds.length; i++) {
                  int j = i % n;
                  double distance = Math.abs((double) inputs[i] - means[j]);
                  double size = distance * Math.abs(gains[j]) / Math.sqrt(means[n + j] + epsilon);
                  bounds[i] = Parity.gamma(10) * (size + 1);
                }
                parity.check(out, bounds, ShapeSource.name("normaliseColumns", sizes));
              }
            });
  }

  @Test
  void normaliseColumnsGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseColumnsGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float epsilon = EPSILONS[random.nextInt(3)];
              float[] inputs = offset(rows * n, random);
              float[] gains = Parity.random(n, random);
              float[] g = Parity.random(rows * n, random);
              float[] means = new float[2 * n];
              Moments[] exact = new Moments[n];
              for (int j = 0; j < n; j++) {
                exact[j] = Moments.of(inputs, j, n, rows, epsilon);
                means[j] = (float) exact[j].mean;
                means[n + j] = (float) exact[j].variance;
              }
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand moments = parity.matrix(2, n, means);
                Operand gain = parity.matrix(1, n, gains);
                Operand gradient = parity.matrix(rows, n, g);
                Operand ofGain = parity.matrix(1, n, random);
                Operand ofShift = parity.matrix(1, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .normaliseColumnsGradient(
                                side.of(x),
                                side.of(moments),
                                side.of(gain),
                                epsilon,
                                side.of(gradient),
                                side.of(ofGain),
                                side.of(ofShift)));
                double[] bounds = new double[rows * n];
                double[] gainBounds = sumBounds(rows, n);
                double[] shiftBounds = sumBounds(rows, n);
                for (int j = 0; j < n; j++) {
                  double[] ofOutput = new double[rows];
                  for (int row = 0; row < rows; row++) {
                    int i = row * n + j;
                    ofOutput[row] = (double) g[i] * gains[j];
                    double y = Math.abs(exact[j].y(inputs[i]));
                    gainBounds[j] +=
                        Math.abs(g[i]) * (exact[j].error(inputs[i]) + Parity.gamma(rows + 4) * y);
                    shiftBounds[j] += Math.abs(g[i]) * Parity.gamma(rows + 4);
                  }
                  gradientBounds(exact[j], inputs, j, n, rows, ofOutput, bounds);
                }
                String name = ShapeSource.name("normaliseColumnsGradient", sizes);
                parity.check(gradient, bounds, name);
                parity.check(ofGain, gainBounds, name + " of gain");
                parity.check(ofShift, shiftBounds, name + " of shift");
              }
            });
  }

  @Test
  void normalisation_wrongShapes_isRefused() {
    try (Matrix x = backend().allocate(4, 3);
        Matrix row = backend().allocate(1, 3);
        Matrix moments = backend().allocate(2, 3);
        Matrix other = backend().allocate(1, 4)) {
      assertThrows(
          IllegalArgumentException.class, () -> backend().normaliseRows(x, other, other, 1e-5f, x));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().normaliseRowsGradient(x, other, 1e-5f, x, row, row));
      assertThrows(IllegalArgumentException.class, () -> backend().columnMoments(x, row));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().normaliseColumns(x, row, row, row, 1e-5f, x));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().normaliseColumnsGradient(x, moments, row, 1e-5f, x, row, other));
    }
  }
}
