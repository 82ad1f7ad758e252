package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Innermost products of {@link MapConvolutions} and {@link AxialAttentions}: tiles of {@link
 * #CELLS} cells, or rows of a gradient, and one panel, whose sums stay in registers. Networks over
 * maps have few channels, so a panel is one or two vectors wide and a tile is higher than those of
 * {@link Tile}, whose remarks on what C2 makes of such kernels hold here too.
 */
final class MapTile {
  /** Cells of a tile. */
  static final int CELLS = 8;

  /** Columns of a panel, where so many are left; else it has a cache line of them. */
  static final int WIDEST = Tile.WIDE ? 2 * LINE : LINE;

  private MapTile() {}

  /** Columns of the panel from {@code column} on. */
  static int width(int columns, int column) {
    return columns - column > LINE ? WIDEST : LINE;
  }

  /**
   * Sums of what {@value #CELLS} neighbouring cells see: with {@code i} the cell, {@code c[i, :] =
   * sum over runs r, then p = 0..length-1 of a[aAt + i * step + r + p] b[p, :]}, where the rows of
   * {@code b} of one run follow those of another.
   *
   * @param runs where each run begins
   * @param length of each
   * @param b a panel, dense from {@code bAt}
   * @param width columns of the panel
   * @param c from {@code cAt}, rows {@code ldc} apart
   */
  static void cells(
      int[] runs,
      int length,
      float[] a,
      int aAt,
      int step,
      float[] b,
      int bAt,
      int width,
      float[] c,
      int cAt,
      int ldc) {
    if (!Tile.WIDE) {
      for (int j = 0; j < Tile.PAIRS; j += 2 * COUNT) {
        four(runs, length, a, aAt, step, b, bAt + j, c, cAt + j, ldc);
        int next = aAt + 4 * step;
        four(runs, length, a, next, step, b, bAt + j, c, cAt + 4 * ldc + j, ldc);
      }
    } else if (width == LINE) {
      one(runs, length, a, aAt, step, b, bAt, c, cAt, ldc);
    } else {
      two(runs, length, a, aAt, step, b, bAt, c, cAt, ldc);
    }
  }

  /**
   * Sums over {@code count} cells: {@code c[i, :] = sum over p = 0..count-1 of a[aAt + i + p *
   * step] b[p, :]} for {@value #CELLS} rows, dense.
   *
   * @param b a panel of a cache line, dense from {@code bAt}
   */
  static void sums(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
    if (!Tile.WIDE) {
      for (int j = 0; j < Tile.PAIRS; j += 2 * COUNT) {
        sumsFour(count, a, aAt, step, b, bAt + j, c, cAt + j);
        sumsFour(count, a, aAt + 4, step, b, bAt + j, c, cAt + 4 * Tile.PAIRS + j);
      }
    } else {
      sumsOne(count, a, aAt, step, b, bAt, c, cAt);
    }
  }

  private static void one(
      int[] runs,
      int length,
      float[] a,
      int aAt,
      int step,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    FloatVector c50 = zero;
    FloatVector c60 = zero;
    FloatVector c70 = zero;
    int bRow = bAt;
    for (int run : runs) {
      int a0 = aAt + run;
      int a1 = a0 + step;
      int a2 = a1 + step;
      int a3 = a2 + step;
      int a4 = a3 + step;
      int a5 = a4 + step;
      int a6 = a5 + step;
      int a7 = a6 + step;
      for (int p = 0; p < length; p++) {
        FloatVector b0 = load(b, bRow + COUNT * p);
        FloatVector x0 = broadcast(a[a0 + p]);
        c00 = fma(x0, b0, c00);
        FloatVector x1 = broadcast(a[a1 + p]);
        c10 = fma(x1, b0, c10);
        FloatVector x2 = broadcast(a[a2 + p]);
        c20 = fma(x2, b0, c20);
        FloatVector x3 = broadcast(a[a3 + p]);
        c30 = fma(x3, b0, c30);
        FloatVector x4 = broadcast(a[a4 + p]);
        c40 = fma(x4, b0, c40);
        FloatVector x5 = broadcast(a[a5 + p]);
        c50 = fma(x5, b0, c50);
        FloatVector x6 = broadcast(a[a6 + p]);
        c60 = fma(x6, b0, c60);
        FloatVector x7 = broadcast(a[a7 + p]);
        c70 = fma(x7, b0, c70);
      }
      bRow += COUNT * length;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + ldc);
    c20.intoArray(c, cAt + 2 * ldc);
    c30.intoArray(c, cAt + 3 * ldc);
    c40.intoArray(c, cAt + 4 * ldc);
    c50.intoArray(c, cAt + 5 * ldc);
    c60.intoArray(c, cAt + 6 * ldc);
    c70.intoArray(c, cAt + 7 * ldc);
  }

  private static void two(
      int[] runs,
      int length,
      float[] a,
      int aAt,
      int step,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    int bRow = bAt;
    for (int run : runs) {
      int a0 = aAt + run;
      int a1 = a0 + step;
      int a2 = a1 + step;
      int a3 = a2 + step;
      int a4 = a3 + step;
      int a5 = a4 + step;
      int a6 = a5 + step;
      int a7 = a6 + step;
      for (int p = 0; p < length; p++) {
        FloatVector b0 = load(b, bRow + 2 * COUNT * p);
        FloatVector b1 = load(b, bRow + 2 * COUNT * p + COUNT);
        FloatVector x0 = broadcast(a[a0 + p]);
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
        FloatVector x4 = broadcast(a[a4 + p]);
        c40 = fma(x4, b0, c40);
        c41 = fma(x4, b1, c41);
        FloatVector x5 = broadcast(a[a5 + p]);
        c50 = fma(x5, b0, c50);
        c51 = fma(x5, b1, c51);
        FloatVector x6 = broadcast(a[a6 + p]);
        c60 = fma(x6, b0, c60);
        c61 = fma(x6, b1, c61);
        FloatVector x7 = broadcast(a[a7 + p]);
        c70 = fma(x7, b0, c70);
        c71 = fma(x7, b1, c71);
      }
      bRow += 2 * COUNT * length;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
    c40.intoArray(c, cAt + 4 * ldc);
    c41.intoArray(c, cAt + 4 * ldc + COUNT);
    c50.intoArray(c, cAt + 5 * ldc);
    c51.intoArray(c, cAt + 5 * ldc + COUNT);
    c60.intoArray(c, cAt + 6 * ldc);
    c61.intoArray(c, cAt + 6 * ldc + COUNT);
    c70.intoArray(c, cAt + 7 * ldc);
    c71.intoArray(c, cAt + 7 * ldc + COUNT);
  }

  private static void four(
      int[] runs,
      int length,
      float[] a,
      int aAt,
      int step,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    int bRow = bAt;
    for (int run : runs) {
      int a0 = aAt + run;
      int a1 = a0 + step;
      int a2 = a1 + step;
      int a3 = a2 + step;
      for (int p = 0; p < length; p++) {
        FloatVector b0 = load(b, bRow + Tile.PAIRS * p);
        FloatVector b1 = load(b, bRow + Tile.PAIRS * p + COUNT);
        FloatVector x0 = broadcast(a[a0 + p]);
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
      bRow += Tile.PAIRS * length;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
  }

  private static void sumsOne(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    FloatVector c50 = zero;
    FloatVector c60 = zero;
    FloatVector c70 = zero;
    for (int p = 0; p < count; p++) {
      int at = aAt + p * step;
      FloatVector b0 = load(b, bAt + COUNT * p);
      FloatVector x0 = broadcast(a[at]);
      c00 = fma(x0, b0, c00);
      FloatVector x1 = broadcast(a[at + 1]);
      c10 = fma(x1, b0, c10);
      FloatVector x2 = broadcast(a[at + 2]);
      c20 = fma(x2, b0, c20);
      FloatVector x3 = broadcast(a[at + 3]);
      c30 = fma(x3, b0, c30);
      FloatVector x4 = broadcast(a[at + 4]);
      c40 = fma(x4, b0, c40);
      FloatVector x5 = broadcast(a[at + 5]);
      c50 = fma(x5, b0, c50);
      FloatVector x6 = broadcast(a[at + 6]);
      c60 = fma(x6, b0, c60);
      FloatVector x7 = broadcast(a[at + 7]);
      c70 = fma(x7, b0, c70);
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + COUNT);
    c20.intoArray(c, cAt + 2 * COUNT);
    c30.intoArray(c, cAt + 3 * COUNT);
    c40.intoArray(c, cAt + 4 * COUNT);
    c50.intoArray(c, cAt + 5 * COUNT);
    c60.intoArray(c, cAt + 6 * COUNT);
    c70.intoArray(c, cAt + 7 * COUNT);
  }

  private static void sumsFour(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    for (int p = 0; p < count; p++) {
      int at = aAt + p * step;
      FloatVector b0 = load(b, bAt + Tile.PAIRS * p);
      FloatVector b1 = load(b, bAt + Tile.PAIRS * p + COUNT);
      FloatVector x0 = broadcast(a[at]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = broadcast(a[at + 1]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = broadcast(a[at + 2]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = broadcast(a[at + 3]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c10.intoArray(c, cAt + Tile.PAIRS);
    c11.intoArray(c, cAt + Tile.PAIRS + COUNT);
    c20.intoArray(c, cAt + 2 * Tile.PAIRS);
    c21.intoArray(c, cAt + 2 * Tile.PAIRS + COUNT);
    c30.intoArray(c, cAt + 3 * Tile.PAIRS);
    c31.intoArray(c, cAt + 3 * Tile.PAIRS + COUNT);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
