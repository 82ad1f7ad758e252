package org.ribond.engine.compute.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendContract;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.TestSeed;

/** The reference stored in floats against itself in double, and in double against the formulas. */
class ScalarBackendTest extends BackendContract {
  @Override
  protected String name() {
    return ScalarBackend.NAME;
  }

  @Override
  protected Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  protected Backend open(int threads) {
    return new ScalarBackend();
  }

  /** Values among which many are 0, as after ReLU. */
  private static ScalarMatrix matrix(Backend backend, int rows, int columns, String name) {
    SplittableRandom random = TestSeed.random(name);
    ScalarMatrix matrix = (ScalarMatrix) backend.allocate(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, random.nextInt(3) == 0 ? 0 : random.nextDouble(-1, 1));
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false", "false, true, false", "true, false, false", "true, true, false",
    "false, false, true", "false, true, true", "true, false, true", "true, true, true"
  })
  void gemm_ofAnyKind_sumsInAscendingOrderBitForBit(
      boolean transposeA, boolean transposeB, boolean accumulate) {
    for (double special : new double[] {0.5, Double.POSITIVE_INFINITY, Double.NaN}) {
      for (int inner : new int[] {1, 3, 4, 9, 64}) {
        requireTextbookSums(transposeA, transposeB, accumulate, inner, special);
      }
    }
  }

  private static void requireTextbookSums(
      boolean transposeA, boolean transposeB, boolean accumulate, int inner, double special) {
    int m = 5;
    int n = 7;
    Backend backend = ScalarBackend.inDouble();
    ScalarMatrix a = matrix(backend, transposeA ? inner : m, transposeA ? m : inner, "a");
    ScalarMatrix b = matrix(backend, transposeB ? n : inner, transposeB ? inner : n, "b");
    ScalarMatrix c = matrix(backend, m, n, "c");
    b.set(0, 0, special);
    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = accumulate ? c.get(i, j) : 0;
        for (int k = 0; k < inner; k++) {
          double left = transposeA ? a.get(k, i) : a.get(i, k);
          sum += left * (transposeB ? b.get(j, k) : b.get(k, j));
        }
        expected[i * n + j] = sum;
      }
    }

    backend.gemm(transposeA, transposeB, a, b, accumulate, c, Epilogue.NONE);

    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(
            expected[i * n + j],
            c.get(i, j),
            "row " + i + ", column " + j + ", " + inner + " terms" + TestSeed.hint());
      }
    }
  }
}
