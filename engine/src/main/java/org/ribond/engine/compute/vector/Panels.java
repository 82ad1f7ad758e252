package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** Copies pieces of matrices into the dense panels that the tiles of a product read. */
final class Panels {
  private Panels() {}

  /**
   * Copies {@code width} columns of {@code rows} rows: {@code to[p * width + i] = from[p * stride +
   * i]}. The width is a multiple of a cache line, or the rows of a tile. Those are copied one by
   * one: vectors of a second width would show in the profile of the Vector API's own methods, and
   * C2 would box the sums of kernels that it compiles after that.
   */
  static void copyColumns(
      float[] from, int at, int stride, int rows, float[] to, int toAt, int width) {
    if (width == Tile.ROWS) {
      for (int p = 0; p < rows; p++) {
        int row = at + p * stride;
        int line = toAt + p * Tile.ROWS;
        to[line] = from[row];
        to[line + 1] = from[row + 1];
        to[line + 2] = from[row + 2];
        to[line + 3] = from[row + 3];
      }
      return;
    }
    copyRows(from, at, stride, rows, width, to, toAt, width);
  }

  /** Copies {@code rows} rows of {@code width} elements, a multiple of a cache line. */
  static void copyRows(
      float[] from, int at, int stride, int rows, int width, float[] to, int toAt, int toStride) {
    for (int p = 0; p < rows; p++) {
      for (int i = 0; i < width; i += COUNT) {
        FloatVector.fromArray(FLOATS, from, at + p * stride + i)
            .intoArray(to, toAt + p * toStride + i);
      }
    }
  }

  /**
   * Transposes {@code rows} rows of {@code length} columns into a panel of {@code width} columns,
   * at least as many, the rest zeros: {@code to[p * width + i] = from[i * stride + p]}.
   */
  static void transposeRows(
      float[] from, int at, int stride, int rows, int length, float[] to, int toAt, int width) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int row = at + i * stride;
      int row1 = row + stride;
      int row2 = row1 + stride;
      int row3 = row2 + stride;
      for (int p = 0; p < length; p++) {
        int line = toAt + p * width + i;
        to[line] = from[row + p];
        to[line + 1] = from[row1 + p];
        to[line + 2] = from[row2 + p];
        to[line + 3] = from[row3 + p];
      }
    }
    for (; i < width; i++) {
      for (int p = 0; p < length; p++) {
        to[toAt + p * width + i] = i < rows ? from[at + i * stride + p] : 0;
      }
    }
  }

  /** Stores {@code width} elements, or adds them to what stands there if {@code add}. */
  static void take(float[] from, int at, int width, float[] to, int toAt, boolean add) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector line = FloatVector.fromArray(FLOATS, from, at + j);
      (add ? FloatVector.fromArray(FLOATS, to, toAt + j).add(line) : line).intoArray(to, toAt + j);
    }
  }

  /** Adds a tile, dense and {@code width} columns wide, to {@link Tile#ROWS} rows of {@code c}. */
  static void addTile(float[] tile, int width, float[] c, int cAt, int ldc) {
    for (int i = 0; i < Tile.ROWS; i++) {
      take(tile, i * width, width, c, cAt + i * ldc, true);
    }
  }
}
