package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ribond.engine.compute.Parity.UNIT;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;

/** Parity of element-wise operations, and of those of other kinds of layers, with the reference. */
abstract class ElementContract extends BackendUnderTest {
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
  void attention_bothKinds_areThoseOfTheReferenceRoundedOnce() {
    SplittableRandom random = TestSeed.random("attention");
    for (int repeat = 0; repeat < 40; repeat++) {
      int tokens = random.nextInt(1, 9);
      int rows = random.nextInt(0, 40);
      int n = tokens * random.nextInt(0, 20);
      Attention attention = repeat % 2 == 0 ? Attention.BATCH : Attention.ofTokens(tokens);
      try (Parity parity = parity()) {
        Operand[] q = new Operand[8];
        Arrays.setAll(q, i -> parity.matrix(rows, n, random));
        parity.run(
            side -> {
              side.backend()
                  .attention(attention, side.of(q[0]), side.of(q[1]), side.of(q[2]), side.of(q[3]));
              side.backend()
                  .attentionGradient(
                      attention,
                      side.of(q[0]),
                      side.of(q[1]),
                      side.of(q[2]),
                      side.of(q[4]),
                      side.of(q[5]),
                      side.of(q[6]),
                      side.of(q[7]));
            });
        for (int result : new int[] {3, 5, 6, 7}) {
          float[] exact = parity.values(q[result], Run.EXACT);
          double[] bounds = new double[exact.length];
          Arrays.setAll(bounds, i -> 2 * UNIT * Math.abs(exact[i]) + Float.MIN_NORMAL);
          parity.check(q[result], bounds, attention + " result " + result);
        }
      }
    }
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
