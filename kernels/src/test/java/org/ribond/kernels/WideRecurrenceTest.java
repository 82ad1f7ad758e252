package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Parity;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.TestSeed;
import org.ribond.engine.compute.scalar.ScalarBackend;

/** Recurrent layers with the most units that a kernel takes, and with one more. */
class WideRecurrenceTest {
  private static final Layout CHAINS = Layout.chains(1, 0, 2);

  /** What the layer gives: gates, states and memory, then its gradients. */
  private static List<float[]> results(
      Backend backend, Recurrence recurrence, int units, SplittableRandom random) {
    int sites = CHAINS.sites();
    int width = recurrence.cell().gates() * units;
    try (Matrix gates = backend.allocate(sites, width);
        Matrix weights = backend.allocate(units, width);
        Matrix out = backend.allocate(sites, units);
        Matrix memory = backend.allocate(sites, units);
        Matrix gradient = backend.allocate(sites, units);
        Matrix weightsGradient = backend.allocate(units, width)) {
      float[] some = Parity.random(units * width, random);
      for (int i = 0; i < some.length; i++) {
        some[i] *= 2f / units;
      }
      backend.upload(some, weights);
      backend.upload(Parity.random(sites * width, random), gates);
      backend.upload(Parity.random(sites * units, random), gradient);
      List<float[]> results = new ArrayList<>();
      backend.recurrence(recurrence, CHAINS, gates, weights, out, memory);
      for (Matrix result : List.of(gates, out, memory)) {
        results.add(download(backend, result));
        // Both sides go on from floats.
        backend.upload(results.getLast(), result);
      }
      backend.recurrenceGradient(
          recurrence, CHAINS, gates, weights, out, memory, gradient, weightsGradient);
      results.add(download(backend, gates));
      results.add(download(backend, weightsGradient));
      return results;
    }
  }

  private static float[] download(Backend backend, Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    backend.download(matrix, values);
    return values;
  }

  private static void check(Recurrence.Cell cell, int units, double bound) {
    Recurrence recurrence = new Recurrence(cell, true);
    try (Backend backend = DeviceUnderTest.openOrSkip("opencl");
        Backend exact = ScalarBackend.inDouble()) {
      List<float[]> actual =
          results(backend, recurrence, units, TestSeed.random("wide recurrence"));
      List<float[]> expected =
          results(exact, recurrence, units, TestSeed.random("wide recurrence"));
      for (int i = 0; i < actual.size(); i++) {
        assertArrayEquals(
            expected.get(i), actual.get(i), (float) bound, "result " + i + TestSeed.hint());
      }
    }
  }

  /** A state is a sum of as many products as there are units, and at most 2 in magnitude. */
  @ParameterizedTest
  @EnumSource
  void recurrence_mostUnits_matchesReference(Recurrence.Cell cell) {
    int units = RecurrenceOperations.MOST_UNITS;
    check(cell, units, 2 * Parity.gamma(cell.gates() * units));
  }

  /** On the host, in double as the reference. */
  @ParameterizedTest
  @EnumSource
  void recurrence_moreUnits_givesTheBitsOfTheReference(Recurrence.Cell cell) {
    check(cell, RecurrenceOperations.MOST_UNITS + 1, 0);
  }
}
