package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/** The innermost product for vectors of 512 bits: 8 rows by one vector. */
final class EightRowTile {
  private EightRowTile() {}

  static void rows(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    FloatVector c6 = zero;
    FloatVector c7 = zero;
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    int a4 = a3 + lda;
    int a5 = a4 + lda;
    int a6 = a5 + lda;
    int a7 = a6 + lda;
    for (int p = 0; p < k; p++) {
      FloatVector bRow = load(b, bAt + LINE * p);
      c0 = fma(broadcast(a[aAt + p]), bRow, c0);
      c1 = fma(broadcast(a[a1 + p]), bRow, c1);
      c2 = fma(broadcast(a[a2 + p]), bRow, c2);
      c3 = fma(broadcast(a[a3 + p]), bRow, c3);
      c4 = fma(broadcast(a[a4 + p]), bRow, c4);
      c5 = fma(broadcast(a[a5 + p]), bRow, c5);
      c6 = fma(broadcast(a[a6 + p]), bRow, c6);
      c7 = fma(broadcast(a[a7 + p]), bRow, c7);
    }
    store(c0, c, cAt, add);
    store(c1, c, cAt + ldc, add);
    store(c2, c, cAt + 2 * ldc, add);
    store(c3, c, cAt + 3 * ldc, add);
    store(c4, c, cAt + 4 * ldc, add);
    store(c5, c, cAt + 5 * ldc, add);
    store(c6, c, cAt + 6 * ldc, add);
    store(c7, c, cAt + 7 * ldc, add);
  }

  static void panel(
      int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc, boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    FloatVector c6 = zero;
    FloatVector c7 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector bRow = load(b, bAt + LINE * p);
      c0 = fma(broadcast(a[aAt + 8 * p]), bRow, c0);
      c1 = fma(broadcast(a[aAt + 8 * p + 1]), bRow, c1);
      c2 = fma(broadcast(a[aAt + 8 * p + 2]), bRow, c2);
      c3 = fma(broadcast(a[aAt + 8 * p + 3]), bRow, c3);
      c4 = fma(broadcast(a[aAt + 8 * p + 4]), bRow, c4);
      c5 = fma(broadcast(a[aAt + 8 * p + 5]), bRow, c5);
      c6 = fma(broadcast(a[aAt + 8 * p + 6]), bRow, c6);
      c7 = fma(broadcast(a[aAt + 8 * p + 7]), bRow, c7);
    }
    store(c0, c, cAt, add);
    store(c1, c, cAt + ldc, add);
    store(c2, c, cAt + 2 * ldc, add);
    store(c3, c, cAt + 3 * ldc, add);
    store(c4, c, cAt + 4 * ldc, add);
    store(c5, c, cAt + 5 * ldc, add);
    store(c6, c, cAt + 6 * ldc, add);
    store(c7, c, cAt + 7 * ldc, add);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  private static void store(FloatVector sum, float[] c, int at, boolean add) {
    (add ? load(c, at).add(sum) : sum).intoArray(c, at);
  }
}
