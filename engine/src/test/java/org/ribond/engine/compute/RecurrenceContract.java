package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;
import org.ribond.engine.compute.Recurrence.Cell;

/** Parity of recurrent layers with the reference. */
abstract class RecurrenceContract extends OptimisationContract {
  /** A fault in which row or which weight is taken changes a result by a hundred times this. */
  private static final double SHARP = 1e-4;

  /** Multiplications of a case that the reference, and the bounds, do in little time. */
  private static final long MOST_WORK = 1_500_000;

  private static final int[] UNITS = {
    1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 23, 31, 32, 33, 47, 63, 64, 65, 80, 127, 128, 129
  };

  /** A layer's kind, chains and width. */
  private record Case(Recurrence recurrence, Layout chains, int units) {
    int width() {
      return recurrence.cell().gates() * units;
    }

    long work() {
      return (long) chains.sites() * units * width();
    }

    @Override
    public String toString() {
      int[] lengths = IntStream.range(0, chains.count()).map(chains::length).toArray();
      return recurrence + " of " + units + " units, chains of " + Arrays.toString(lengths);
    }
  }

  private static List<Case> cases(SplittableRandom random) {
    List<int[]> lengths =
        List.of(
            new int[0],
            new int[] {0},
            new int[] {1},
            new int[] {0, 0, 0},
            new int[] {7},
            new int[] {0, 3, 0, 1, 5, 0},
            new int[] {4, 4, 4, 4},
            IntStream.range(0, 70).map(i -> 1).toArray(),
            IntStream.range(0, 33).map(i -> 2).toArray(),
            IntStream.range(0, 9).toArray(),
            new int[] {60, 1, 2});
    List<Case> cases = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (boolean reverse : new boolean[] {false, true}) {
        Recurrence recurrence = new Recurrence(cell, reverse);
        lengths.forEach(
            some -> cases.add(new Case(recurrence, Layout.chains(some), random.nextInt(1, 9))));
        for (int units : UNITS) {
          cases.add(new Case(recurrence, randomChains(random), units));
        }
        // More units than a work-group has items.
        cases.add(new Case(recurrence, Layout.chains(2, 0, 3), 257));
        cases.add(new Case(recurrence, Layout.chains(1, 2), 320));
      }
    }
    cases.removeIf(each -> each.work() > MOST_WORK);
    return cases;
  }

  private static Layout randomChains(SplittableRandom random) {
    int count = random.nextInt(1, random.nextInt(4) == 0 ? 40 : 7);
    int longest = random.nextInt(1, count > 7 ? 4 : 10);
    return Layout.chains(random.ints(count, 0, longest + 1).toArray());
  }

  /**
   * Weights whose rows and columns add up to at most one for each gate, so that errors do not grow
   * much from step to step.
   */
  private static float[] weights(Case each, SplittableRandom random) {
    int units = each.units();
    int width = each.width();
    float[] weights = Parity.random(units * width, random);
    double[] rows = new double[units * each.recurrence().cell().gates()];
    double[] columns = new double[width];
    for (int i = 0; i < weights.length; i++) {
      rows[i / units] += Math.abs(weights[i]);
      columns[i % width] += Math.abs(weights[i]);
    }
    double most = DoubleStream.concat(Arrays.stream(rows), Arrays.stream(columns)).max().orElse(1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) Math.max(1, most);
    }
    return weights;
  }

  private static float[] spread(int count, float range, SplittableRandom random) {
    float[] values = Parity.random(count, random);
    for (int i = 0; i < count; i++) {
      values[i] *= range;
    }
    return values;
  }

  /** Checks a result, and that its bounds are of any use. */
  private static void check(Parity parity, Operand result, double[] bounds, String what) {
    double most = Arrays.stream(bounds).max().orElse(0);
    assertTrue(most < SHARP, () -> what + ": a bound of " + most + TestSeed.hint());
    parity.check(result, bounds, what);
  }

  @Test
  void recurrence_manyChainsAndWidths_matchesReference() {
    SplittableRandom random = TestSeed.random("recurrence");
    for (Case each : cases(random)) {
      int sites = each.chains().sites();
      int units = each.units();
      float[] z = spread(sites * each.width(), random.nextInt(4) == 0 ? 12 : 2, random);
      float[] u = weights(each, random);
      try (Parity parity = parity()) {
        Operand gates = parity.matrix(sites, each.width(), z);
        Operand weights = parity.matrix(units, each.width(), u);
        Operand out = parity.matrix(sites, units, random);
        Operand memory = parity.matrix(sites, units, random);
        parity.run(
            side ->
                side.backend()
                    .recurrence(
                        each.recurrence(),
                        each.chains(),
                        side.of(gates),
                        side.of(weights),
                        side.of(out),
                        side.of(memory)));
        double[][] bounds =
            new RecurrenceBounds(each.recurrence(), each.chains(), units, u).forward(z);
        check(parity, gates, bounds[0], "gates of " + each);
        check(parity, out, bounds[1], each.toString());
        check(parity, memory, bounds[2], "memory of " + each);
        assertArrayEquals(u, parity.values(weights, Run.TESTED), 0, "weights of " + each);
      }
    }
  }

  @Test
  void recurrenceGradient_manyChainsAndWidths_matchesReference() {
    SplittableRandom random = TestSeed.random("recurrenceGradient");
    for (Case each : cases(random)) {
      int sites = each.chains().sites();
      int units = each.units();
      float[] u = weights(each, random);
      float[][] passed = forward(each, spread(sites * each.width(), 2, random), u);
      float[] ofOut = Parity.random(sites * units, random);
      float[] ofWeights = Parity.random(u.length, random);
      try (Parity parity = parity()) {
        Operand gates = parity.matrix(sites, each.width(), passed[0]);
        Operand weights = parity.matrix(units, each.width(), u);
        Operand out = parity.matrix(sites, units, passed[1]);
        Operand memory = parity.matrix(sites, units, passed[2]);
        Operand gradient = parity.matrix(sites, units, ofOut);
        Operand sums = parity.matrix(units, each.width(), ofWeights);
        parity.run(
            side ->
                side.backend()
                    .recurrenceGradient(
                        each.recurrence(),
                        each.chains(),
                        side.of(gates),
                        side.of(weights),
                        side.of(out),
                        side.of(memory),
                        side.of(gradient),
                        side.of(sums)));
        double[][] bounds =
            new RecurrenceBounds(each.recurrence(), each.chains(), units, u)
                .backward(passed[0], passed[1], passed[2], ofOut, ofWeights);
        check(parity, gates, bounds[0], "gradient of gates of " + each);
        check(parity, sums, bounds[1], "gradient of weights of " + each);
        assertArrayEquals(u, parity.values(weights, Run.TESTED), 0, "weights of " + each);
        assertArrayEquals(passed[1], parity.values(out, Run.TESTED), 0, "out of " + each);
        assertArrayEquals(passed[2], parity.values(memory, Run.TESTED), 0, "memory of " + each);
      }
    }
  }

  /** What the reference makes of {@code z}: gates, states and memory. */
  private static float[][] forward(Case each, float[] z, float[] u) {
    double[] gates = wide(z);
    double[] out = new double[each.chains().sites() * each.units()];
    double[] memory = new double[out.length];
    RecurrenceFormulas.forward(
        each.recurrence(), each.chains(), each.units(), gates, wide(u), out, memory);
    return new float[][] {narrow(gates), narrow(out), narrow(memory)};
  }

  private static double[] wide(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Test
  void recurrence_wrongShapes_nameOperationAndShapes() {
    Layout chains = Layout.chains(3, 2);
    Recurrence lstm = new Recurrence(Cell.LSTM, false);
    Recurrence gru = new Recurrence(Cell.GRU, true);
    try (Matrix gates = backend().allocate(5, 8);
        Matrix weights = backend().allocate(2, 8);
        Matrix out = backend().allocate(5, 2);
        Matrix memory = backend().allocate(5, 2)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> backend().recurrence(gru, chains, gates, weights, out, memory))
              .getMessage();
      assertEquals(
          "recurrence: gates are 5x8, weights are 2x8, out is 5x2, GRU has 3 gates", message);
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().recurrence(lstm, Layout.chains(4), gates, weights, out, memory));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().recurrence(lstm, Layout.samples(5), gates, weights, out, memory));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().recurrence(lstm, chains, gates, weights, out, weights));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              backend()
                  .recurrenceGradient(lstm, chains, gates, weights, out, memory, weights, weights));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              backend().recurrenceGradient(lstm, chains, gates, weights, out, memory, memory, out));
    }
  }
}
