package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost product for vectors up to 256 bits: 4 rows by two vectors, {@code c = (c +) a b}
 * with {@code c} 4 x 2 vectors, held in eight registers. Two vectors of {@code b} and one element
 * of {@code a} make the eleven of sixteen registers that C2 is known to keep without spilling: with
 * six rows it stores and reloads one accumulator in every step. Eight fused operations a step hide
 * the latency of four cycles on cores with two such units.
 *
 * <p>Moves 6 loads for 8 operations; 16 FLOPs for each lane and step.
 */
final class FourRowTile {
  private FourRowTile() {}

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
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + LINE * p);
      FloatVector b1 = load(b, bAt + LINE * p + COUNT);
      FloatVector x0 = broadcast(a[aAt + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = broadcast(a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = broadcast(a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = broadcast(a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
    }
    store(c00, c, cAt, add);
    store(c01, c, cAt + COUNT, add);
    store(c10, c, cAt + ldc, add);
    store(c11, c, cAt + ldc + COUNT, add);
    store(c20, c, cAt + 2 * ldc, add);
    store(c21, c, cAt + 2 * ldc + COUNT, add);
    store(c30, c, cAt + 3 * ldc, add);
    store(c31, c, cAt + 3 * ldc + COUNT, add);
  }

  static void panel(
      int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc, boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + LINE * p);
      FloatVector b1 = load(b, bAt + LINE * p + COUNT);
      FloatVector x0 = broadcast(a[aAt + 4 * p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = broadcast(a[aAt + 4 * p + 1]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = broadcast(a[aAt + 4 * p + 2]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = broadcast(a[aAt + 4 * p + 3]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
    }
    store(c00, c, cAt, add);
    store(c01, c, cAt + COUNT, add);
    store(c10, c, cAt + ldc, add);
    store(c11, c, cAt + ldc + COUNT, add);
    store(c20, c, cAt + 2 * ldc, add);
    store(c21, c, cAt + 2 * ldc + COUNT, add);
    store(c30, c, cAt + 3 * ldc, add);
    store(c31, c, cAt + 3 * ldc + COUNT, add);
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
