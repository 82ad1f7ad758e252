package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost product: {@code c = a b} or {@code c += a b} for a tile of four rows and one panel
 * of {@code b}, two vectors wide. Its eight sums stay in registers for all of {@code k}; each is
 * taken in ascending order of {@code k}, so that its bits do not depend on the width of vectors.
 *
 * <p>Eight independent fused operations hide their latency of four cycles on cores with two units,
 * and they, two vectors of {@code b} and one element of {@code a} fit sixteen registers with room
 * to spare: C2 keeps them all, where it stores and reloads one sum in every step of the classic six
 * rows. A step is 6 loads for 8 operations.
 */
final class Tile {
  /** Rows of a tile; divides {@link Lanes#LINE}. */
  static final int ROWS = 4;

  /** Columns of a panel of {@code b}: a cache line or two. */
  static final int COLUMNS = Math.max(2 * COUNT, LINE);

  /** Columns of a tile of two vectors. */
  private static final int PAIR = 2 * COUNT;

  private Tile() {}

  /**
   * A tile that reads the rows of {@code a} where they stand.
   *
   * @param k inner dimension
   * @param a row-major from {@code aAt} with leading dimension {@code lda}
   * @param b a panel, k x width, dense from {@code bAt}
   * @param width columns of the panel: {@link #COLUMNS}, or {@link Lanes#LINE} of a last one
   * @param c row-major from {@code cAt} with leading dimension {@code ldc}
   * @param add whether to add to what stands in {@code c}
   */
  static void rows(
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
      boolean add) {
    if (width < PAIR) {
      oneByRows(k, a, aAt, lda, b, bAt, c, cAt, ldc, add);
    } else {
      for (int j = 0; j < COLUMNS; j += PAIR) {
        twoByRows(k, a, aAt, lda, b, bAt + j, c, cAt + j, ldc, add);
      }
    }
  }

  /**
   * As {@link #rows}, with {@code a} copied into a panel: k x {@link #ROWS}, dense from {@code
   * aAt}.
   */
  static void panels(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int width,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    if (width < PAIR) {
      oneByPanels(k, a, aAt, b, bAt, c, cAt, ldc, add);
    } else {
      for (int j = 0; j < COLUMNS; j += PAIR) {
        twoByPanels(k, a, aAt, b, bAt + j, c, cAt + j, ldc, add);
      }
    }
  }

  private static void twoByRows(
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
      FloatVector b0 = load(b, bAt + COLUMNS * p);
      FloatVector b1 = load(b, bAt + COLUMNS * p + COUNT);
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

  private static void twoByPanels(
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
      FloatVector b0 = load(b, bAt + COLUMNS * p);
      FloatVector b1 = load(b, bAt + COLUMNS * p + COUNT);
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

  private static void oneByRows(
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
    store(c0, c, cAt, add);
    store(c1, c, cAt + ldc, add);
    store(c2, c, cAt + 2 * ldc, add);
    store(c3, c, cAt + 3 * ldc, add);
  }

  private static void oneByPanels(
      int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc, boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, bAt + COUNT * p);
      FloatVector x0 = broadcast(a[aAt + 4 * p]);
      c0 = fma(x0, b0, c0);
      FloatVector x1 = broadcast(a[aAt + 4 * p + 1]);
      c1 = fma(x1, b0, c1);
      FloatVector x2 = broadcast(a[aAt + 4 * p + 2]);
      c2 = fma(x2, b0, c2);
      FloatVector x3 = broadcast(a[aAt + 4 * p + 3]);
      c3 = fma(x3, b0, c3);
    }
    store(c0, c, cAt, add);
    store(c1, c, cAt + ldc, add);
    store(c2, c, cAt + 2 * ldc, add);
    store(c3, c, cAt + 3 * ldc, add);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /**
   * Calls nothing but the API, which C2 inlines wherever it stands. A method of ours in a branch
   * that was seldom taken so far would be called, its vector boxed, and with it all sums of the
   * loop: one start in ten was slower by a factor of twenty.
   */
  private static void store(FloatVector sum, float[] c, int at, boolean add) {
    if (add) {
      FloatVector.fromArray(FLOATS, c, at).add(sum).intoArray(c, at);
    } else {
      sum.intoArray(c, at);
    }
  }
}
