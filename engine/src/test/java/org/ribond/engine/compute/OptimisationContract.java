package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ribond.engine.compute.Parity.UNIT;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;

/** Parity of loss and optimiser with the reference. */
abstract class OptimisationContract extends ElementContract {
  /**
   * Relative error of one softmax probability of {@code n}: the difference of two logits below
   * {@code range} in magnitude is rounded, an exponential is good to 4 units in the last place, the
   * sum has n terms, and the division rounds.
   */
  private static double softmaxError(int n, double range) {
    return Parity.gamma(2 * (int) Math.ceil(range) + 12 + n);
  }

  private static float[] logits(int rows, int n, float range, SplittableRandom random) {
    float[] logits = Parity.random(rows * n, random);
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= range;
    }
    return logits;
  }

  @Test
  void softmax_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("softmax");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = sizes[0];
              int n = Math.max(Math.min(sizes[1], 150), 1);
              float range = random.nextBoolean() ? 1 : 40;
              boolean inPlace = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand z = parity.matrix(rows, n, logits(rows, n, range, random));
                Operand y = inPlace ? z : parity.matrix(rows, n, random);
                parity.run(side -> side.backend().softmax(side.of(z), side.of(y)));
                float[] exact = parity.values(y, Run.EXACT);
                double[] bounds = new double[exact.length];
                for (int i = 0; i < bounds.length; i++) {
                  bounds[i] = softmaxError(n, range) * exact[i] + Float.MIN_NORMAL;
                }
                parity.check(y, bounds, ShapeSource.name("softmax", sizes));
              }
            });
  }

  @Test
  void softmaxCrossEntropy_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("softmaxCrossEntropy");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = sizes[0];
              int n = Math.max(Math.min(sizes[1], 150), 1);
              int first = sizes[2] % 40;
              float range = random.nextBoolean() ? 1 : 40;
              float scale = (float) random.nextDouble(0.001, 1);
              boolean inPlace = random.nextBoolean();
              int[] labels = random.ints(first + rows, 0, n).toArray();
              float[] weights = logits(1, first + rows, 3, random);
              try (Parity parity = parity()) {
                Operand z = parity.matrix(rows, n, logits(rows, n, range, random));
                Operand dz = inPlace ? z : parity.matrix(rows, n, random);
                Operand loss = parity.matrix(1, 1, random);
                Operand w = parity.matrix(1, first + rows, weights);
                List<Ints> classes = parity.ints(labels);
                double before = Math.abs(parity.values(loss, Run.EXACT)[0]);
                parity.run(
                    side ->
                        side.backend()
                            .softmaxCrossEntropy(
                                side.of(z),
                                side.of(classes),
                                side.of(w),
                                first,
                                scale,
                                side.of(dz),
                                side.of(loss)));
                double[] bounds = new double[rows * n];
                double lossBound = Parity.gamma(rows + 2) * before;
                for (int i = 0; i < rows; i++) {
                  double factor = scale * Math.abs(weights[first + i]);
                  double each = factor * (softmaxError(n, range) + 4 * UNIT);
                  for (int j = 0; j < n; j++) {
                    bounds[i * n + j] = each;
                  }
                  // -ln y is at most the spread of the logits and ln n.
                  double most = factor * (2 * range + Math.log(n));
                  lossBound += each + Parity.gamma(rows + 8) * most;
                }
                parity.check(dz, bounds, ShapeSource.name("softmaxCrossEntropy", sizes));
                parity.check(
                    loss,
                    new double[] {lossBound},
                    ShapeSource.name("loss of softmaxCrossEntropy", sizes));
              }
            });
  }

  @Test
  void focus_afterCrossEntropy_isTheFocalLossAndItsGradient() {
    float[][] logits = {{0.3f, -1.2f}, {5, -4}, {-20, 15}, {0, 0}, {2, 2.5f}};
    int[] labels = {0, 0, 1, 1, 0};
    for (float focus : new float[] {0.5f, 1, 2, 3}) {
      double loss = 0;
      double[][] expected = new double[5][2];
      for (int i = 0; i < 5; i++) {
        double weight = 0.5 + i;
        double z = logits[i][labels[i]] - logits[i][1 - labels[i]];
        double p = 1 / (1 + Math.exp(-z));
        double wrong = 1 / (1 + Math.exp(z));
        double logarithm = -Math.log1p(Math.exp(-z));
        loss -= weight * Math.pow(wrong, focus) * logarithm;
        double slope = Math.pow(wrong, focus) - focus * p * Math.pow(wrong, focus - 1) * logarithm;
        expected[i][labels[i]] = -weight * wrong * slope;
        expected[i][1 - labels[i]] = weight * wrong * slope;
      }
      try (Matrix z = backend().allocate(5, 2);
          Matrix dz = backend().allocate(5, 2);
          Matrix weights = backend().allocate(1, 5);
          Matrix sum = backend().allocate(1, 1);
          Ints classes = backend().allocateInts(5)) {
        float[] flat = new float[10];
        for (int i = 0; i < 10; i++) {
          flat[i] = logits[i / 2][i % 2];
        }
        backend().upload(flat, z);
        backend().upload(labels, classes);
        backend().upload(new float[] {0.5f, 1.5f, 2.5f, 3.5f, 4.5f}, weights);
        backend().softmaxCrossEntropy(z, classes, weights, 0, 1, dz, sum);
        backend().focus(z, focus, dz, sum);
        float[] actual = new float[10];
        float[] actualLoss = new float[1];
        backend().download(dz, actual);
        backend().download(sum, actualLoss);
        assertEquals(loss, actualLoss[0], 1e-5 * loss);
        for (int i = 0; i < 10; i++) {
          // A gradient that cross-entropy rounds to nothing has nothing left to scale.
          double bound = 1e-4 * Math.abs(expected[i / 2][i % 2]) + 1e-7;
          assertEquals(expected[i / 2][i % 2], actual[i], bound, "focus " + focus);
        }
      }
    }
  }

  @Test
  void focus_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("focus");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = sizes[0];
              int n = Math.max(Math.min(sizes[1], 40), 2);
              float focus = new float[] {0.5f, 1, 2, 3}[random.nextInt(4)];
              float range = random.nextBoolean() ? 1 : 6;
              float[] z = logits(rows, n, range, random);
              float[] gradients = new float[rows * n];
              double most = 0;
              for (int i = 0; i < rows; i++) {
                int own = random.nextInt(n);
                for (int j = 0; j < n; j++) {
                  float size = (float) random.nextDouble(1e-3, 1);
                  gradients[i * n + j] = j == own ? -size : size;
                }
                // The loss is -g / wrong * ln p, and wrong at least exp(-2 range) / n.
                most += n * Math.exp(2 * range) * (2 * range + Math.log(n));
              }
              try (Parity parity = parity()) {
                Operand logits = parity.matrix(rows, n, z);
                Operand dz = parity.matrix(rows, n, gradients);
                Operand loss = parity.matrix(1, 1, new float[1]);
                parity.run(
                    side ->
                        side.backend().focus(side.of(logits), focus, side.of(dz), side.of(loss)));
                float[] exact = parity.values(dz, Run.EXACT);
                double[] bounds = new double[rows * n];
                for (int i = 0; i < bounds.length; i++) {
                  bounds[i] =
                      8
                              * softmaxError(n, range)
                              * (1 + 2 * range + Math.log(n))
                              * Math.abs(gradients[i])
                          + 1e-6 * Math.abs(exact[i]);
                }
                String name = ShapeSource.name("focus", sizes);
                parity.check(dz, bounds, name);
                double lossBound = (8 * softmaxError(n, range) + Parity.gamma(rows + 8)) * most;
                parity.check(loss, new double[] {lossBound + 1e-30}, "loss of " + name);
              }
            });
  }

  @Test
  void adam_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("adam");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = sizes[0];
              int n = sizes[1];
              AdamStep step =
                  new AdamStep(
                      (float) random.nextDouble(1e-4, 1e-2),
                      0.9f,
                      0.999f,
                      1e-8f,
                      random.nextBoolean() ? 0 : 0.01f,
                      random.nextBoolean() ? 0 : 0.1f,
                      random.nextInt(1, 5000));
              try (Parity parity = parity()) {
                float[] weights = Parity.random(rows * n, random);
                float[] gradients = Parity.random(rows * n, random);
                float[] firsts = Parity.random(rows * n, random);
                float[] seconds = new float[rows * n];
                for (int i = 0; i < seconds.length; i++) {
                  seconds[i] = (float) random.nextDouble(0.01, 1);
                }
                Operand w = parity.matrix(rows, n, weights);
                Operand g = parity.matrix(rows, n, gradients);
                Operand m = parity.matrix(rows, n, firsts);
                Operand v = parity.matrix(rows, n, seconds);
                parity.run(
                    side ->
                        side.backend().adam(side.of(w), side.of(g), side.of(m), side.of(v), step));
                double[] firstBounds = new double[rows * n];
                double[] secondBounds = new double[rows * n];
                double[] bounds = new double[rows * n];
                for (int i = 0; i < bounds.length; i++) {
                  double gradient = Math.abs(gradients[i]) + step.l2() * Math.abs(weights[i]);
                  double first = step.beta1() * Math.abs(firsts[i]) + (1 - step.beta1()) * gradient;
                  double second =
                      step.beta2() * seconds[i] + (1 - step.beta2()) * gradient * gradient;
                  double root =
                      Math.sqrt(step.beta2() * seconds[i] * step.secondMomentCorrection());
                  firstBounds[i] = Parity.gamma(6) * first;
                  secondBounds[i] = Parity.gamma(8) * second;
                  // The root's relative error is half the second moment's, which the gradient's
                  // own cancellation may double, and its own rounding.
                  bounds[i] =
                      Parity.gamma(24) * step.correctedRate() * first / root
                          + Parity.gamma(6) * Math.abs(weights[i]);
                }
                String name = ShapeSource.name("adam", sizes);
                parity.check(m, firstBounds, name + " first moment");
                parity.check(v, secondBounds, name + " second moment");
                parity.check(w, bounds, name + " weights");
              }
            });
  }

  @Test
  void adam_zeroGradient_leavesWeightsAlone() {
    try (Matrix weights = backend().allocate(3, 5);
        Matrix gradient = backend().allocate(3, 5);
        Matrix m = backend().allocate(3, 5);
        Matrix v = backend().allocate(3, 5)) {
      backend().fill(weights, 0.75f);
      backend().adam(weights, gradient, m, v, new AdamStep(0.1f, 0.9f, 0.999f, 1e-8f, 0, 0, 1));
      float[] values = new float[15];
      backend().download(weights, values);
      for (float value : values) {
        assertEquals(0.75f, value);
      }
    }
  }
}
