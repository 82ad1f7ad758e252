package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;

/** Parity of losses with a target for each output, and of copies between shapes. */
abstract class TargetContract extends BackendUnderTest {
  @Test
  void sigmoidCrossEntropy_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("sigmoidCrossEntropy");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              Case drawn = new Case(sizes, random.nextBoolean() ? 1 : 60, random);
              try (Parity parity = parity()) {
                Operands operands = drawn.on(parity);
                parity.run(
                    side ->
                        side.backend()
                            .sigmoidCrossEntropy(
                                side.of(operands.outputs),
                                side.of(operands.targets),
                                side.of(operands.weights),
                                drawn.first,
                                drawn.scale,
                                side.of(operands.gradient),
                                side.of(operands.loss)));
                double[] gradients = new double[drawn.count];
                double loss = drawn.lossBefore();
                for (int i = 0; i < drawn.count; i++) {
                  double z = drawn.outputs[i];
                  double weight = drawn.weight(i);
                  // A probability is good to 4 units in the last place, and at most 1.
                  gradients[i] = 8 * Parity.UNIT * weight;
                  loss +=
                      weight == 0 ? 0 : drawn.sumError() * weight * (Math.abs(z) + 1 + Math.log(2));
                }
                String name = ShapeSource.name("sigmoidCrossEntropy", sizes);
                parity.check(operands.gradient, gradients, name);
                parity.check(operands.loss, new double[] {loss}, "loss of " + name);
              }
            });
  }

  @Test
  void squaredError_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("squaredError");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              Case drawn = new Case(sizes, 3, random);
              try (Parity parity = parity()) {
                Operands operands = drawn.on(parity);
                parity.run(
                    side ->
                        side.backend()
                            .squaredError(
                                side.of(operands.outputs),
                                side.of(operands.targets),
                                side.of(operands.weights),
                                drawn.first,
                                drawn.scale,
                                side.of(operands.gradient),
                                side.of(operands.loss)));
                double[] gradients = new double[drawn.count];
                double loss = drawn.lossBefore();
                for (int i = 0; i < drawn.count; i++) {
                  double weight = drawn.weight(i);
                  if (weight > 0) {
                    double distance = Math.abs((double) drawn.outputs[i] - drawn.target(i));
                    gradients[i] = Parity.gamma(6) * weight * distance;
                    loss += drawn.sumError() * weight * distance * distance;
                  }
                }
                String name = ShapeSource.name("squaredError", sizes);
                parity.check(operands.gradient, gradients, name);
                parity.check(operands.loss, new double[] {loss}, "loss of " + name);
              }
            });
  }

  @Test
  void contrastive_manyPairs_matchesReference() {
    SplittableRandom random = TestSeed.random("contrastive");
    for (int pairs : new int[] {1, 2, 3, 17, 64}) {
      for (boolean isDecoupled : new boolean[] {true, false}) {
        int views = 2 * pairs;
        Contrast contrast = new Contrast(0.1f, isDecoupled);
        try (Parity parity = parity()) {
          Operand similarities = parity.matrix(views, views, Parity.random(views * views, random));
          Operand weights = parity.matrix(1, pairs, Parity.random(pairs, random));
          Operand gradient = parity.matrix(views, views, new float[views * views]);
          Operand loss = parity.matrix(1, 1, new float[] {3});
          parity.run(
              side ->
                  side.backend()
                      .contrastive(
                          side.of(similarities),
                          side.of(weights),
                          contrast,
                          0.5f,
                          side.of(gradient),
                          side.of(loss)));
          double[] gradients = new double[views * views];
          // A share is at most 1 and a weight too; both are divided by the temperature.
          Arrays.fill(gradients, Parity.gamma(8) * 0.5 * 2 / 0.1);
          String name = pairs + " pairs";
          parity.check(gradient, gradients, name);
          double most = 3 + views * 0.5 * (2 / 0.1 + Math.log(views) + 1);
          parity.check(loss, new double[] {Parity.gamma(views + 8) * most}, "loss of " + name);
        }
      }
    }
  }

  @Test
  void chainCrossEntropy_manyChains_matchesReference() {
    SplittableRandom random = TestSeed.random("chainCrossEntropy");
    int[][] layouts = {{1}, {0}, {5, 0, 1, 7}, {40, 3}, {257}, {}};
    for (int[] lengths : layouts) {
      for (int columns : new int[] {1, 2, 5}) {
        Layout chains = Layout.chains(lengths);
        int first = random.nextInt(3);
        int count = chains.sites() * columns;
        float[] drawn = Parity.random(count, random);
        float[] shares = new float[count + first * columns];
        for (int i = 0; i < shares.length; i++) {
          shares[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
        }
        // A site that cannot be chosen.
        if (count > columns) {
          drawn[0] = -1e9f;
          shares[first * columns] = 0;
        }
        try (Parity parity = parity()) {
          Operand logits = parity.matrix(chains.sites(), columns, drawn);
          Operand targets = parity.matrix(chains.sites() + first, columns, shares);
          Operand gradient = parity.matrix(chains.sites(), columns, Parity.random(count, random));
          Operand loss = parity.matrix(1, 1, new float[] {2});
          parity.run(
              side ->
                  side.backend()
                      .chainCrossEntropy(
                          chains,
                          side.of(logits),
                          side.of(targets),
                          first,
                          0.5f,
                          side.of(gradient),
                          side.of(loss)));
          double total = 0;
          for (float share : shares) {
            total += share;
          }
          double[] gradients = new double[count];
          Arrays.fill(gradients, Parity.gamma(chains.sites() + 8) * (2 + 2 * total));
          String name = chains + " x " + columns;
          parity.check(gradient, gradients, name);
          // Logits are within 1, so the logarithm of a share within 2 and that of the sites.
          double most = 2 + total * (2 + Math.log(1.0 + chains.sites()));
          parity.check(loss, new double[] {Parity.gamma(count + 8) * most}, "loss of " + name);
        }
      }
    }
  }

  @Test
  void chainCrossEntropy_wrongShapes_nameOperation() {
    try (Matrix logits = backend().allocate(5, 2);
        Matrix shares = backend().allocate(6, 2);
        Matrix narrow = backend().allocate(6, 1);
        Matrix loss = backend().allocate(1, 1)) {
      for (Layout wrong : List.of(Layout.chains(4), Layout.samples(5))) {
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> backend().chainCrossEntropy(wrong, logits, shares, 0, 1, logits, loss))
                .getMessage();
        assertTrue(message.startsWith("chainCrossEntropy: "), message);
      }
      Layout chains = Layout.chains(3, 2);
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().chainCrossEntropy(chains, logits, narrow, 0, 1, logits, loss));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().chainCrossEntropy(chains, logits, shares, 2, 1, logits, loss));
    }
  }

  @Test
  void normaliseLengths_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("normaliseLengths");
    for (int[] sizes : new int[][] {{1, 1}, {3, 5}, {40, 128}, {7, 513}}) {
      int count = sizes[0] * sizes[1];
      try (Parity parity = parity()) {
        float[] values = Parity.random(count, random);
        Arrays.fill(values, 0, sizes[1], 0);
        Operand x = parity.matrix(sizes[0], sizes[1], values);
        Operand out = parity.matrix(sizes[0], sizes[1], new float[count]);
        parity.run(side -> side.backend().normaliseLengths(side.of(x), side.of(out)));
        double[] bounds = new double[count];
        Arrays.fill(bounds, Parity.gamma(sizes[1] + 4));
        parity.check(out, bounds, sizes[0] + "x" + sizes[1]);
      }
    }
  }

  private record Operands(
      Operand outputs, Operand targets, Operand weights, Operand gradient, Operand loss) {}

  /** Outputs and their targets, a third of which are missing. */
  private static final class Case {
    private final int rows;
    private final int n;
    private final int count;
    private final int first;
    private final float scale;
    private final boolean inPlace;
    private final float[] outputs;
    private final float[] targets;
    private final float[] weights;
    private final float lossBefore;

    Case(int[] sizes, float range, SplittableRandom random) {
      rows = Math.min(sizes[0], 600);
      n = Math.min(sizes[1], 150);
      count = rows * n;
      first = sizes[2] % 40;
      scale = (float) random.nextDouble(0.001, 1);
      inPlace = random.nextBoolean();
      outputs = Parity.random(count, random);
      for (int i = 0; i < count; i++) {
        outputs[i] *= range;
      }
      targets = Parity.random((first + rows) * n, random);
      weights = Parity.random((first + rows) * n, random);
      for (int i = 0; i < targets.length; i++) {
        boolean missing = random.nextInt(3) == 0;
        targets[i] = missing ? Float.NaN : Math.abs(targets[i]);
        weights[i] = missing ? 0 : Math.abs(weights[i]) + 0.01f;
      }
      lossBefore = (float) random.nextDouble(-1, 1);
    }

    Operands on(Parity parity) {
      Operand z = parity.matrix(rows, n, outputs);
      Operand y = parity.matrix(first + rows, n, targets);
      Operand w = parity.matrix(first + rows, n, weights);
      float[] before = new float[count];
      return new Operands(
          z,
          y,
          w,
          inPlace ? z : parity.matrix(rows, n, before),
          parity.matrix(1, 1, new float[] {lossBefore}));
    }

    double weight(int i) {
      return scale * (double) weights[first * n + i];
    }

    double target(int i) {
      return targets[first * n + i];
    }

    /** Relative error of a sum over all outputs. */
    double sumError() {
      return Parity.gamma(count + 10);
    }

    double lossBefore() {
      return sumError() * Math.abs(lossBefore);
    }
  }

  @Test
  void copyColumns_manyShapes_movesThoseColumnsAlone() {
    SplittableRandom random = TestSeed.random("copyColumns");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int count = Math.min(sizes[1], 150);
              int fromColumn = sizes[2] % 37;
              int toColumn = random.nextInt(20);
              int fromWidth = fromColumn + count + random.nextInt(3);
              int toWidth = toColumn + count + random.nextInt(20);
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand from = parity.matrix(rows, fromWidth, random);
                Operand to = parity.matrix(rows, toWidth, random);
                parity.run(
                    side ->
                        side.backend()
                            .copyColumns(
                                side.of(from),
                                fromColumn,
                                side.of(to),
                                toColumn,
                                count,
                                accumulate));
                // One addition of floats is rounded alike everywhere.
                assertArrayEquals(
                    parity.values(to, Run.EXACT),
                    parity.values(to, Run.TESTED),
                    0,
                    ShapeSource.name("copyColumns", sizes) + TestSeed.hint());
              }
            });
  }

  @Test
  void reshape_manyShapes_keepsTheOrderOfElements() {
    SplittableRandom random = TestSeed.random("reshape");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 200);
              int n = Math.min(sizes[1], 60);
              int factor = Math.min(sizes[2], 30);
              boolean widening = random.nextBoolean();
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand narrow = parity.matrix(rows * factor, n, random);
                Operand wide = parity.matrix(rows, n * factor, random);
                Operand from = widening ? narrow : wide;
                Operand to = widening ? wide : narrow;
                parity.run(side -> side.backend().reshape(side.of(from), side.of(to), accumulate));
                assertArrayEquals(
                    parity.values(to, Run.EXACT),
                    parity.values(to, Run.TESTED),
                    0,
                    ShapeSource.name("reshape", sizes) + TestSeed.hint());
              }
            });
  }

  @Test
  void reshape_rowsThatAreNoMultiples_keepsTheOrderOfElements() {
    float[] values = Parity.random(35 * 18, TestSeed.random("reshape of odd rows"));
    try (Matrix from = backend().allocate(35, 18);
        Matrix to = backend().allocate(14, 45)) {
      backend().upload(values, from);
      backend().reshape(from, to, false);
      float[] actual = new float[values.length];
      backend().download(to, actual);
      assertArrayEquals(values, actual, 0);
    }
  }

  @Test
  void targetsAndCopies_wrongShapes_areRefused() {
    try (Matrix outputs = backend().allocate(3, 4);
        Matrix targets = backend().allocate(5, 4);
        Matrix other = backend().allocate(5, 3);
        Matrix loss = backend().allocate(1, 1)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().sigmoidCrossEntropy(outputs, targets, targets, 3, 1, outputs, loss));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().squaredError(outputs, targets, other, 0, 1, outputs, loss));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().squaredError(outputs, other, other, 0, 1, outputs, loss));
      assertThrows(
          IllegalArgumentException.class, () -> backend().reshape(outputs, targets, false));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().copyColumns(targets, 2, other, 0, 3, false));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().copyColumns(outputs, 0, targets, 0, 1, false));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().copyColumns(targets, -1, other, 0, 1, false));
    }
  }
}
