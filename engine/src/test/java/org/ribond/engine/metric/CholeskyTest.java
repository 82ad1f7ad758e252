package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CholeskyTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);

  @Test
  void solve_randomSystems_givesTheirSolutions() {
    for (int n : new int[] {1, 2, 47, 48, 49, 97, 300}) {
      Random random = new Random(SEED + n);
      double[] factor = IntStream.range(0, n * n).mapToDouble(i -> random.nextGaussian()).toArray();
      double[] a = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            a[i * n + j] += factor[i * n + k] * factor[j * n + k] / n;
          }
          a[i * n + j] += i == j ? 0.1 : 0;
        }
      }
      double[] x = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
      double[] b = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          b[i] += a[i * n + j] * x[j];
          // The upper triangle is not to be read.
          a[i * n + j] = j > i ? Double.NaN : a[i * n + j];
        }
      }

      Cholesky.of(n, a).solve(b);

      for (int i = 0; i < n; i++) {
        assertEquals(x[i], b[i], 1e-9, "n " + n + ", element " + i);
      }
    }
  }

  @Test
  void of_whatIsNotPositiveDefinite_isRefused() {
    assertThrows(ArithmeticException.class, () -> Cholesky.of(2, new double[] {1, 0, 2, 1}));
  }
}
