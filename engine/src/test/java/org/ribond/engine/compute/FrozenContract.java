package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Products with right-hand matrices that do not change. */
abstract class FrozenContract extends RecurrenceContract {
  @Test
  void freeze_rightHandMatrix_changesNoBitOfAnyProduct() {
    SplittableRandom random = TestSeed.random("frozen");
    for (boolean transposeB : new boolean[] {false, true}) {
      int k = 530 + random.nextInt(20);
      int n = 260 + random.nextInt(20);
      try (Matrix b = backend().allocate(transposeB ? n : k, transposeB ? k : n);
          Matrix frozen = backend().allocate(b.rows(), b.columns())) {
        float[] values = Parity.random(n * k, random);
        backend().upload(values, b);
        backend().upload(values, frozen);
        backend().freeze(frozen);
        for (int product = 0; product < 12; product++) {
          int m = 1 + random.nextInt(150);
          float[] left = Parity.random(m * k, random);
          for (int i = 0; i < left.length && product % 2 == 0; i++) {
            left[i] = random.nextInt(4) == 0 ? left[i] : 0;
          }
          boolean transposeA = product % 4 > 1;
          float[] start = Parity.random(m * n, random);
          assertArrayEquals(
              product(transposeA, transposeB, m, left, b, start),
              product(transposeA, transposeB, m, left, frozen, start),
              0,
              "product " + product);
        }
        float[] kept = new float[values.length];
        backend().download(frozen, kept);
        assertArrayEquals(values, kept, 0);
      }
    }
  }

  /** {@code c + op(left) op(b)}, where op(left) has {@code m} rows. */
  private float[] product(
      boolean transposeA, boolean transposeB, int m, float[] left, Matrix b, float[] start) {
    int k = left.length / m;
    try (Matrix a = backend().allocate(transposeA ? k : m, transposeA ? m : k);
        Matrix c = backend().allocate(m, start.length / m)) {
      backend().upload(left, a);
      backend().upload(start, c);
      backend().gemm(transposeA, transposeB, a, b, true, c, Epilogue.NONE);
      float[] values = new float[start.length];
      backend().download(c, values);
      return values;
    }
  }
}
