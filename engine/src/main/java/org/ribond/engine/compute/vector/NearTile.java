package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Innermost products of 3 x 3 convolutions without dilation, as {@link MapTile} has those of all
 * others: an element of the input is spread over a vector once for all three taps of a row that
 * meet it, where {@link MapTile} would do that for each. Networks over maps have few channels, so
 * that this is what their kernels wait for. Panels are a cache line wide: with twice the sums C2
 * boxed them.
 */
final class NearTile {
  /** Cells of a tile. */
  static final int CELLS = MapTile.CELLS;

  /** Taps of a row. */
  static final int TAPS = 3;

  private NearTile() {}

  /**
   * Sums of what {@value #CELLS} neighbouring cells see: with {@code i} the cell, {@code c[i, :] =
   * sum over rows r, then channels p, then t = 0..2 of a[aAt + (i + t) * channels + r + p] b[(r, p,
   * t), :]}.
   *
   * @param rows where each of three rows begins
   * @param b a panel of a cache line, dense from {@code bAt}, in the order of the sums
   * @param c from {@code cAt}, rows {@code ldc} apart
   */
  static void cells(
      int[] rows,
      int channels,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc) {
    if (!Tile.WIDE) {
      for (int j = 0; j < Tile.PAIRS; j += 2 * COUNT) {
        four(rows, channels, a, aAt, b, bAt + j, c, cAt + j, ldc);
        int next = aAt + 4 * channels;
        four(rows, channels, a, next, b, bAt + j, c, cAt + 4 * ldc + j, ldc);
      }
    } else {
      eight(rows, channels, a, aAt, b, bAt, c, cAt, ldc);
    }
  }

  /**
   * Sums over a row of cells for {@value #CELLS} channels {@code i}: {@code c[(i, t), :] = sum over
   * p = 0..count-1 of a[aAt + i + p * step] b[p + 2 - t, :]} with {@code t = 0..2}, dense.
   *
   * @param count cells of the row and one on each side
   * @param b a cache line for each cell, dense from {@code bAt}, and two lines of zeros before and
   *     behind them
   */
  static void sums(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
    if (Tile.WIDE) {
      sumsEight(count, a, aAt, step, b, bAt, c, cAt);
      return;
    }
    for (int j = 0; j < LINE; j += COUNT) {
      for (int i = 0; i < CELLS; i += 4) {
        sumsFour(count, a, aAt + i, step, b, bAt + j, c, cAt + i * TAPS * LINE + j);
      }
    }
  }

  private static void eight(
      int[] rows,
      int channels,
      float[] a,
      int aAt,
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
    for (int row : rows) {
      int a0 = aAt + row;
      int a1 = a0 + channels;
      int a2 = a1 + channels;
      int a3 = a2 + channels;
      int a4 = a3 + channels;
      int a5 = a4 + channels;
      int a6 = a5 + channels;
      int a7 = a6 + channels;
      int a8 = a7 + channels;
      int a9 = a8 + channels;
      for (int p = 0; p < channels; p++) {
        FloatVector w00 = load(b, bRow + 3 * COUNT * p);
        FloatVector w10 = load(b, bRow + 3 * COUNT * p + COUNT);
        FloatVector w20 = load(b, bRow + 3 * COUNT * p + 2 * COUNT);
        FloatVector x0 = broadcast(a[a0 + p]);
        c00 = fma(x0, w00, c00);
        FloatVector x1 = broadcast(a[a1 + p]);
        c00 = fma(x1, w10, c00);
        c10 = fma(x1, w00, c10);
        FloatVector x2 = broadcast(a[a2 + p]);
        c00 = fma(x2, w20, c00);
        c10 = fma(x2, w10, c10);
        c20 = fma(x2, w00, c20);
        FloatVector x3 = broadcast(a[a3 + p]);
        c10 = fma(x3, w20, c10);
        c20 = fma(x3, w10, c20);
        c30 = fma(x3, w00, c30);
        FloatVector x4 = broadcast(a[a4 + p]);
        c20 = fma(x4, w20, c20);
        c30 = fma(x4, w10, c30);
        c40 = fma(x4, w00, c40);
        FloatVector x5 = broadcast(a[a5 + p]);
        c30 = fma(x5, w20, c30);
        c40 = fma(x5, w10, c40);
        c50 = fma(x5, w00, c50);
        FloatVector x6 = broadcast(a[a6 + p]);
        c40 = fma(x6, w20, c40);
        c50 = fma(x6, w10, c50);
        c60 = fma(x6, w00, c60);
        FloatVector x7 = broadcast(a[a7 + p]);
        c50 = fma(x7, w20, c50);
        c60 = fma(x7, w10, c60);
        c70 = fma(x7, w00, c70);
        FloatVector x8 = broadcast(a[a8 + p]);
        c60 = fma(x8, w20, c60);
        c70 = fma(x8, w10, c70);
        FloatVector x9 = broadcast(a[a9 + p]);
        c70 = fma(x9, w20, c70);
      }
      bRow += 3 * COUNT * channels;
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

  private static void four(
      int[] rows,
      int channels,
      float[] a,
      int aAt,
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
    for (int row : rows) {
      int a0 = aAt + row;
      int a1 = a0 + channels;
      int a2 = a1 + channels;
      int a3 = a2 + channels;
      int a4 = a3 + channels;
      int a5 = a4 + channels;
      for (int p = 0; p < channels; p++) {
        FloatVector w00 = load(b, bRow + 3 * Tile.PAIRS * p);
        FloatVector w01 = load(b, bRow + 3 * Tile.PAIRS * p + COUNT);
        FloatVector w10 = load(b, bRow + 3 * Tile.PAIRS * p + Tile.PAIRS);
        FloatVector w11 = load(b, bRow + 3 * Tile.PAIRS * p + Tile.PAIRS + COUNT);
        FloatVector w20 = load(b, bRow + 3 * Tile.PAIRS * p + 2 * Tile.PAIRS);
        FloatVector w21 = load(b, bRow + 3 * Tile.PAIRS * p + 2 * Tile.PAIRS + COUNT);
        FloatVector x0 = broadcast(a[a0 + p]);
        c00 = fma(x0, w00, c00);
        c01 = fma(x0, w01, c01);
        FloatVector x1 = broadcast(a[a1 + p]);
        c00 = fma(x1, w10, c00);
        c01 = fma(x1, w11, c01);
        c10 = fma(x1, w00, c10);
        c11 = fma(x1, w01, c11);
        FloatVector x2 = broadcast(a[a2 + p]);
        c00 = fma(x2, w20, c00);
        c01 = fma(x2, w21, c01);
        c10 = fma(x2, w10, c10);
        c11 = fma(x2, w11, c11);
        c20 = fma(x2, w00, c20);
        c21 = fma(x2, w01, c21);
        FloatVector x3 = broadcast(a[a3 + p]);
        c10 = fma(x3, w20, c10);
        c11 = fma(x3, w21, c11);
        c20 = fma(x3, w10, c20);
        c21 = fma(x3, w11, c21);
        c30 = fma(x3, w00, c30);
        c31 = fma(x3, w01, c31);
        FloatVector x4 = broadcast(a[a4 + p]);
        c20 = fma(x4, w20, c20);
        c21 = fma(x4, w21, c21);
        c30 = fma(x4, w10, c30);
        c31 = fma(x4, w11, c31);
        FloatVector x5 = broadcast(a[a5 + p]);
        c30 = fma(x5, w20, c30);
        c31 = fma(x5, w21, c31);
      }
      bRow += 3 * Tile.PAIRS * channels;
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

  private static void sumsEight(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
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
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c42 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c52 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c62 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    FloatVector c72 = zero;
    FloatVector b2 = load(b, bAt);
    FloatVector b1 = load(b, bAt + LINE);
    for (int p = 0; p < count; p++) {
      int at = aAt + p * step;
      FloatVector b0 = load(b, bAt + LINE * p + 2 * LINE);
      FloatVector x0 = broadcast(a[at]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      FloatVector x1 = broadcast(a[at + 1]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
      FloatVector x2 = broadcast(a[at + 2]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      c22 = fma(x2, b2, c22);
      FloatVector x3 = broadcast(a[at + 3]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      c32 = fma(x3, b2, c32);
      FloatVector x4 = broadcast(a[at + 4]);
      c40 = fma(x4, b0, c40);
      c41 = fma(x4, b1, c41);
      c42 = fma(x4, b2, c42);
      FloatVector x5 = broadcast(a[at + 5]);
      c50 = fma(x5, b0, c50);
      c51 = fma(x5, b1, c51);
      c52 = fma(x5, b2, c52);
      FloatVector x6 = broadcast(a[at + 6]);
      c60 = fma(x6, b0, c60);
      c61 = fma(x6, b1, c61);
      c62 = fma(x6, b2, c62);
      FloatVector x7 = broadcast(a[at + 7]);
      c70 = fma(x7, b0, c70);
      c71 = fma(x7, b1, c71);
      c72 = fma(x7, b2, c72);
      b2 = b1;
      b1 = b0;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LINE);
    c02.intoArray(c, cAt + 2 * LINE);
    c10.intoArray(c, cAt + 3 * LINE);
    c11.intoArray(c, cAt + 4 * LINE);
    c12.intoArray(c, cAt + 5 * LINE);
    c20.intoArray(c, cAt + 6 * LINE);
    c21.intoArray(c, cAt + 7 * LINE);
    c22.intoArray(c, cAt + 8 * LINE);
    c30.intoArray(c, cAt + 9 * LINE);
    c31.intoArray(c, cAt + 10 * LINE);
    c32.intoArray(c, cAt + 11 * LINE);
    c40.intoArray(c, cAt + 12 * LINE);
    c41.intoArray(c, cAt + 13 * LINE);
    c42.intoArray(c, cAt + 14 * LINE);
    c50.intoArray(c, cAt + 15 * LINE);
    c51.intoArray(c, cAt + 16 * LINE);
    c52.intoArray(c, cAt + 17 * LINE);
    c60.intoArray(c, cAt + 18 * LINE);
    c61.intoArray(c, cAt + 19 * LINE);
    c62.intoArray(c, cAt + 20 * LINE);
    c70.intoArray(c, cAt + 21 * LINE);
    c71.intoArray(c, cAt + 22 * LINE);
    c72.intoArray(c, cAt + 23 * LINE);
  }

  private static void sumsFour(
      int count, float[] a, int aAt, int step, float[] b, int bAt, float[] c, int cAt) {
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
    FloatVector b2 = load(b, bAt);
    FloatVector b1 = load(b, bAt + LINE);
    for (int p = 0; p < count; p++) {
      int at = aAt + p * step;
      FloatVector b0 = load(b, bAt + LINE * p + 2 * LINE);
      FloatVector x0 = broadcast(a[at]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      FloatVector x1 = broadcast(a[at + 1]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
      FloatVector x2 = broadcast(a[at + 2]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      c22 = fma(x2, b2, c22);
      FloatVector x3 = broadcast(a[at + 3]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      c32 = fma(x3, b2, c32);
      b2 = b1;
      b1 = b0;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LINE);
    c02.intoArray(c, cAt + 2 * LINE);
    c10.intoArray(c, cAt + 3 * LINE);
    c11.intoArray(c, cAt + 4 * LINE);
    c12.intoArray(c, cAt + 5 * LINE);
    c20.intoArray(c, cAt + 6 * LINE);
    c21.intoArray(c, cAt + 7 * LINE);
    c22.intoArray(c, cAt + 8 * LINE);
    c30.intoArray(c, cAt + 9 * LINE);
    c31.intoArray(c, cAt + 10 * LINE);
    c32.intoArray(c, cAt + 11 * LINE);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
