package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ribond.engine.compute.Parity.UNIT;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;

/** Parity of element-wise operations, and of those of other kinds of layers, with the reference. */
abstract class ElementContract extends ChainContract {
  @Test
  void elementwise_manyShapes_matchReference() {
    SplittableRandom random = TestSeed.random("elementwise");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand a = parity.matrix(rows, n, random);
                Operand b = parity.matrix(rows, n, random);
                Operand product = parity.matrix(rows, n, random);
                Operand sum = parity.matrix(rows, n, random);
                Operand scaled = parity.matrix(rows, n, random);
                Operand squares = parity.matrix(1, 1, random);
                parity.run(
                    side -> {
                      side.backend().multiply(side.of(a), side.of(b), accumulate, side.of(product));
                      side.backend().add(side.of(a), side.of(sum));
                      side.backend().scale(side.of(scaled), 0.3f);
                      side.backend().squaredSum(side.of(a), side.of(squares));
                    });
                parity.check(product, 1, ShapeSource.name("multiply", sizes));
                parity.check(sum, 2, ShapeSource.name("add", sizes));
                parity.check(scaled, 1, ShapeSource.name("scale", sizes));
                parity.check(squares, rows * n, ShapeSource.name("squaredSum", sizes));
              }
            });
  }

  @Test
  void submatrix_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("submatrix");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 300);
              int n = Math.min(sizes[1], 300);
              int[] someRows = some(rows, random);
              int[] someColumns = some(n, random);
              try (Parity parity = parity()) {
                Operand whole = parity.matrix(rows, n, random);
                Operand part = parity.matrix(someRows.length, someColumns.length, random);
                Operand sum = parity.matrix(rows, n, random);
                parity.run(
                    side -> {
                      Backend backend = side.backend();
                      Matrix chosen = side.of(part);
                      backend.submatrix(side.of(whole), someRows, someColumns, 1.7f, chosen);
                      backend.addSubmatrix(chosen, someRows, someColumns, 0.6f, side.of(sum));
                    });
                parity.check(part, 1, ShapeSource.name("submatrix", sizes));
                parity.check(sum, 3, ShapeSource.name("addSubmatrix", sizes));
              }
            });
  }

  /** Some of the numbers below {@code count}, ascending. */
  private static int[] some(int count, SplittableRandom random) {
    return IntStream.range(0, count).filter(i -> random.nextBoolean()).toArray();
  }

  @Test
  void submatrix_ofIndicesThatAreNotThere_isRefused() {
    try (Matrix whole = backend().allocate(3, 4);
        Matrix part = backend().allocate(2, 1)) {
      int[] rows = {0, 3};
      int[] columns = {1};
      assertThrows(
          IllegalArgumentException.class, () -> backend().submatrix(whole, rows, columns, 1, part));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().addSubmatrix(part, columns, columns, 1, whole));
    }
  }

  @Test
  void slopeGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("slopeGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              float range = random.nextBoolean() ? 1 : 30;
              try (Parity parity = parity()) {
                float[] inputs = Parity.random(rows * n, random);
                for (int i = 0; i < inputs.length; i++) {
                  inputs[i] *= range;
                }
                Operand z = parity.matrix(rows, n, inputs);
                Operand gradient = parity.matrix(rows, n, random);
                float[] before = parity.values(gradient, Run.EXACT);
                parity.run(
                    side ->
                        side.backend()
                            .slopeGradient(activation, dropout, side.of(z), side.of(gradient)));
                double[] bounds = new double[before.length];
                for (int i = 0; i < bounds.length; i++) {
                  // A slope is a sum of terms below 2 in size, each good to 24 roundings.
                  bounds[i] = Parity.gamma(48) * dropout.scale() * Math.abs(before[i]);
                }
                parity.check(
                    gradient, bounds, ShapeSource.name("slopeGradient " + activation, sizes));
              }
            });
  }

  @Test
  void activationGradient_ofAnActivationThatNeedsItsInput_isRefused() {
    try (Matrix a = backend().allocate(2, 3);
        Matrix g = backend().allocate(2, 3)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().activationGradient(Activation.SILU, Dropout.NONE, a, g));
    }
  }

  @Test
  void gaussian_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("gaussian");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float[] inputs = Parity.random(rows * n, random);
              float[] middles = Parity.random(n, random);
              float[] factors = Parity.random(n, random);
              for (int j = 0; j < n; j++) {
                factors[j] *= 20;
              }
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand centres = parity.matrix(1, n, middles);
                Operand widths = parity.matrix(1, n, factors);
                Operand out = parity.matrix(rows, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .gaussian(side.of(x), side.of(centres), side.of(widths), side.of(out)));
                double[] bounds = new double[rows * n];
                float[] exact = parity.values(out, Run.EXACT);
                for (int i = 0; i < bounds.length; i++) {
                  double distance = (double) inputs[i] - middles[i % n];
                  double exponent = Math.abs(factors[i % n] * distance * distance);
                  // The exponent's relative error becomes an absolute one of the logarithm.
                  bounds[i] =
                      exact[i] * (exponent * Parity.gamma(6) + 8 * UNIT) + 2 * Float.MIN_NORMAL;
                }
                parity.check(out, bounds, ShapeSource.name("gaussian", sizes));
              }
            });
  }

  @Test
  void gaussianGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("gaussianGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float[] inputs = Parity.random(rows * n, random);
              float[] middles = Parity.random(n, random);
              float[] factors = Parity.random(n, random);
              float[] outputs = Parity.random(rows * n, random);
              float[] gradients = Parity.random(rows * n, random);
              try (Parity parity = parity()) {
                Operand x = parity.matrix(rows, n, inputs);
                Operand centres = parity.matrix(1, n, middles);
                Operand widths = parity.matrix(1, n, factors);
                Operand out = parity.matrix(rows, n, outputs);
                Operand gradient = parity.matrix(rows, n, gradients);
                Operand ofCentres = parity.matrix(1, n, new float[n]);
                Operand ofWidths = parity.matrix(1, n, new float[n]);
                parity.run(
                    side ->
                        side.backend()
                            .gaussianGradient(
                                side.of(x),
                                side.of(centres),
                                side.of(widths),
                                side.of(out),
                                side.of(gradient),
                                side.of(ofCentres),
                                side.of(ofWidths)));
                double[] bounds = new double[rows * n];
                double[] centresBounds = new double[n];
                double[] widthsBounds = new double[n];
                for (int i = 0; i < bounds.length; i++) {
                  int j = i % n;
                  double distance = Math.abs((double) inputs[i] - middles[j]);
                  double size = Math.abs(gradients[i] * outputs[i]);
                  bounds[i] = Parity.gamma(8) * 2 * Math.abs(factors[j]) * distance * size;
                  centresBounds[j] +=
                      Parity.gamma(8 + rows) * 2 * Math.abs(factors[j]) * distance * size;
                  widthsBounds[j] += Parity.gamma(8 + rows) * distance * distance * size;
                }
                String name = ShapeSource.name("gaussianGradient", sizes);
                parity.check(gradient, bounds, name);
                parity.check(ofCentres, centresBounds, name + " of centres");
                parity.check(ofWidths, widthsBounds, name + " of widths");
              }
            });
  }

  @Test
  void attention_manyShapesOfBothKinds_matchesReference() {
    SplittableRandom random = TestSeed.random("attention");
    for (int repeat = 0; repeat < 220; repeat++) {
      int tokens = random.nextInt(1, 10);
      // Now and then more rows than work-items share a sum.
      int rows =
          repeat % 88 == 0
              ? random.nextInt(300, 400)
              : random.nextInt(0, repeat % 11 == 0 ? 70 : 20);
      int n = tokens * random.nextInt(0, repeat % 13 == 0 ? 40 : 20);
      Attention attention = repeat % 2 == 0 ? Attention.BATCH : Attention.ofTokens(tokens);
      float[][] inputs = repeat % 4 == 0 ? scaleInputs(rows * n, random) : inputs(rows * n, random);
      AttentionBounds bounds =
          new AttentionBounds(attention, rows, n, inputs[0], inputs[1], inputs[2], inputs[3]);
      try (Parity parity = parity()) {
        Operand[] in = new Operand[4];
        Arrays.setAll(in, i -> parity.matrix(rows, n, inputs[i]));
        Operand[] out = new Operand[4];
        Arrays.setAll(out, i -> parity.matrix(rows, n, random));
        parity.run(
            side -> {
              Backend backend = side.backend();
              Matrix q = side.of(in[0]);
              Matrix k = side.of(in[1]);
              Matrix v = side.of(in[2]);
              backend.attention(attention, q, k, v, side.of(out[0]));
              backend.attentionGradient(
                  attention,
                  q,
                  k,
                  v,
                  side.of(in[3]),
                  side.of(out[1]),
                  side.of(out[2]),
                  side.of(out[3]));
            });
        String what = attention + " of " + rows + "x" + n;
        parity.check(out[0], bounds.ofOutput, what);
        parity.check(out[1], bounds.ofQueries, what + ", gradient of queries");
        parity.check(out[2], bounds.ofKeys, what + ", gradient of keys");
        parity.check(out[3], bounds.ofValues, what + ", gradient of values");
      }
    }
  }

  /** Queries, keys, values and the gradient of the output. */
  private static float[][] inputs(int count, SplittableRandom random) {
    float[][] inputs = new float[4][];
    Arrays.setAll(inputs, i -> Parity.random(count, random));
    return inputs;
  }

  /**
   * Inputs whose gradient through the scale among rows stands clear of rounding. The means of
   * queries and keys, by which it is multiplied, are far from 0. With the keys as values and the
   * queries as gradient, each row's share of it is a variance of scores, so that none cancel.
   */
  private static float[][] scaleInputs(int count, SplittableRandom random) {
    float[] queries = Parity.random(count, random);
    float[] keys = Parity.random(count, random);
    for (int i = 0; i < count; i++) {
      queries[i] += 0.5f;
      keys[i] += 0.5f;
    }
    return new float[][] {queries, keys, keys, queries};
  }

  @Test
  void clip_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("clip");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              float norm = random.nextBoolean() ? 0.5f : 1e6f;
              try (Parity parity = parity()) {
                Operand a = parity.matrix(rows, n, random);
                Operand b = parity.matrix(1, n, random);
                Operand squares = parity.matrix(1, 1, random);
                parity.run(
                    side ->
                        side.backend()
                            .clip(List.of(side.of(a), side.of(b)), norm, side.of(squares)));
                int terms = (rows + 1) * n;
                parity.check(a, terms, ShapeSource.name("clip", sizes));
                parity.check(b, terms, ShapeSource.name("clip", sizes));
                parity.check(squares, terms, ShapeSource.name("squares of clip", sizes));
              }
            });
  }

  @Test
  void momentum_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("momentum");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              MomentumStep step =
                  new MomentumStep(
                      (float) random.nextDouble(1e-4, 1e-1),
                      0.9f,
                      random.nextBoolean() ? 0 : 0.01f,
                      random.nextBoolean() ? 0 : 0.1f);
              try (Parity parity = parity()) {
                Operand w = parity.matrix(sizes[0], sizes[1], random);
                Operand g = parity.matrix(sizes[0], sizes[1], random);
                Operand v = parity.matrix(sizes[0], sizes[1], random);
                double[] bounds = new double[sizes[0] * sizes[1]];
                // All operands are below 1, and so are the sizes of all terms together below 3.
                Arrays.fill(bounds, 3 * Parity.gamma(8));
                parity.run(
                    side -> side.backend().momentum(side.of(w), side.of(g), side.of(v), step));
                parity.check(v, bounds, ShapeSource.name("momentum velocity", sizes));
                parity.check(w, bounds, ShapeSource.name("momentum weights", sizes));
              }
            });
  }
}
