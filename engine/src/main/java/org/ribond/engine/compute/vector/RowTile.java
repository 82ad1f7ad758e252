package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/** The tiles of {@link Tile} that read the rows of {@code a} where they stand. */
final class RowTile {
  private RowTile() {}

  /**
   * Makes a tile.
   *
   * @param k inner dimension
   * @param a row-major from {@code aAt} with leading dimension {@code lda}
   * @param b a panel, k x width, dense from {@code bAt}
   * @param width columns of the panel
   * @param c row-major from {@code cAt} with leading dimension {@code ldc}
   * @param add whether to add to what stands in {@code c}
   * @param aside working memory of a tile
   */
  static void multiply(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int width,
      float[] c,
      int cAt,
      int ldc,
      boolean add,
      float[] aside) {
    if (!Tile.WIDE) {
      for (int j = 0; j < Tile.PAIRS; j += 2 * COUNT) {
        two(k, a, aAt, lda, b, bAt + j, c, cAt + j, ldc, add);
      }
    } else if (add) {
      wide(k, a, aAt, lda, b, bAt, width, aside, 0, width);
      Panels.addTile(aside, width, c, cAt, ldc);
    } else {
      wide(k, a, aAt, lda, b, bAt, width, c, cAt, ldc);
    }
  }

  private static void wide(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int width,
      float[] c,
      int cAt,
      int ldc) {
    switch (width / COUNT) {
      case 4 -> four(k, a, aAt, lda, b, bAt, c, cAt, ldc);
      case 3 -> three(k, a, aAt, lda, b, bAt, c, cAt, ldc);
      case 2 -> two(k, a, aAt, lda, b, bAt, c, cAt, ldc, false);
      default -> one(k, a, aAt, lda, b, bAt, c, cAt, ldc);
    }
  }

  private static void four(
      int k, float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c23 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c32 = zero;
    FloatVector c33 = zero;
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + 4 * COUNT * p);
      FloatVector b1 = load(b, bAt + 4 * COUNT * p + COUNT);
      FloatVector b2 = load(b, bAt + 4 * COUNT * p + 2 * COUNT);
      FloatVector b3 = load(b, bAt + 4 * COUNT * p + 3 * COUNT);
      FloatVector x0 = broadcast(a[aAt + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      c03 = fma(x0, b3, c03);
      FloatVector x1 = broadcast(a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
      c13 = fma(x1, b3, c13);
      FloatVector x2 = broadcast(a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      c22 = fma(x2, b2, c22);
      c23 = fma(x2, b3, c23);
      FloatVector x3 = broadcast(a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      c32 = fma(x3, b2, c32);
      c33 = fma(x3, b3, c33);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c02.intoArray(c, cAt + 2 * COUNT);
    c03.intoArray(c, cAt + 3 * COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c12.intoArray(c, cAt + ldc + 2 * COUNT);
    c13.intoArray(c, cAt + ldc + 3 * COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c22.intoArray(c, cAt + 2 * ldc + 2 * COUNT);
    c23.intoArray(c, cAt + 2 * ldc + 3 * COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
    c32.intoArray(c, cAt + 3 * ldc + 2 * COUNT);
    c33.intoArray(c, cAt + 3 * ldc + 3 * COUNT);
  }

  private static void three(
      int k, float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c32 = zero;
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + 3 * COUNT * p);
      FloatVector b1 = load(b, bAt + 3 * COUNT * p + COUNT);
      FloatVector b2 = load(b, bAt + 3 * COUNT * p + 2 * COUNT);
      FloatVector x0 = broadcast(a[aAt + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      FloatVector x1 = broadcast(a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
      FloatVector x2 = broadcast(a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      c22 = fma(x2, b2, c22);
      FloatVector x3 = broadcast(a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      c32 = fma(x3, b2, c32);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c02.intoArray(c, cAt + 2 * COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c12.intoArray(c, cAt + ldc + 2 * COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c22.intoArray(c, cAt + 2 * ldc + 2 * COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
    c32.intoArray(c, cAt + 3 * ldc + 2 * COUNT);
  }

  private static void two(
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
      FloatVector b0 = load(b, bAt + Tile.PAIRS * p);
      FloatVector b1 = load(b, bAt + Tile.PAIRS * p + COUNT);
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
    if (add) {
      FloatVector.fromArray(FLOATS, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(FLOATS, c, cAt + COUNT).add(c01).intoArray(c, cAt + COUNT);
      FloatVector.fromArray(FLOATS, c, cAt + ldc).add(c10).intoArray(c, cAt + ldc);
      FloatVector.fromArray(FLOATS, c, cAt + ldc + COUNT).add(c11).intoArray(c, cAt + ldc + COUNT);
      FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc).add(c20).intoArray(c, cAt + 2 * ldc);
      FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc + COUNT)
          .add(c21)
          .intoArray(c, cAt + 2 * ldc + COUNT);
      FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc).add(c30).intoArray(c, cAt + 3 * ldc);
      FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc + COUNT)
          .add(c31)
          .intoArray(c, cAt + 3 * ldc + COUNT);
    } else {
      c00.intoArray(c, cAt);
      c01.intoArray(c, cAt + COUNT);
      c10.intoArray(c, cAt + ldc);
      c11.intoArray(c, cAt + ldc + COUNT);
      c20.intoArray(c, cAt + 2 * ldc);
      c21.intoArray(c, cAt + 2 * ldc + COUNT);
      c30.intoArray(c, cAt + 3 * ldc);
      c31.intoArray(c, cAt + 3 * ldc + COUNT);
    }
  }

  private static void one(
      int k, float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + COUNT * p);
      FloatVector x0 = broadcast(a[aAt + p]);
      c0 = fma(x0, b0, c0);
      FloatVector x1 = broadcast(a[a1 + p]);
      c1 = fma(x1, b0, c1);
      FloatVector x2 = broadcast(a[a2 + p]);
      c2 = fma(x2, b0, c2);
      FloatVector x3 = broadcast(a[a3 + p]);
      c3 = fma(x3, b0, c3);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + ldc);
    c2.intoArray(c, cAt + 2 * ldc);
    c3.intoArray(c, cAt + 3 * ldc);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
