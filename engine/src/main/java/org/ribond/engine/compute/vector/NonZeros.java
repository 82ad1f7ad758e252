package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The elements of a block of rows of op(a) that are not 0, as {@link SparseTile} takes them: for
 * each row and each {@link #SLICE} columns a list in ascending order. Lists grow when asked and
 * belong to one thread.
 */
final class NonZeros {
  /** Most rows of a block. */
  static final int MOST_ROWS = Long.SIZE;

  /** Columns of op(a) in a list: their rows of a panel of op(b) fill a first-level cache. */
  static final int SLICE = 128;

  private static final int ROW_BYTES = SparseTile.COLUMNS * Float.BYTES;

  /** One of so many rows is looked at to estimate the density. */
  private static final int SAMPLED = 8;

  private int[] places = new int[0];
  private float[] values = new float[0];
  private int[] ends = new int[0];
  private int rows;

  /** Share of the elements of {@code a} that are not 0, of one row in eight. */
  static double density(VectorMatrix a) {
    long count = 0;
    long all = 0;
    for (int i = 0; i < a.rows(); i += SAMPLED) {
      for (int j = 0; j < a.columns(); j += Long.SIZE) {
        int length = Math.min(Long.SIZE, a.columns() - j);
        count += Long.bitCount(nonZero(a.values(), a.row(i) + j, length));
        all += length;
      }
    }
    return all == 0 ? 1 : (double) count / all;
  }

  /** Lists rows {@code top} to {@code bottom} of {@code a}, of columns from {@code start} on. */
  void ofRows(VectorMatrix a, int top, int bottom, int start, int length) {
    begin(bottom - top, length);
    float[] from = a.values();
    for (int row = 0; row < rows; row++) {
      int at = a.row(top + row) + start;
      for (int column = 0; column < length; column += Long.SIZE) {
        int list = column / SLICE * rows + row;
        int place = column % SLICE;
        int next = ends[list];
        long bits = nonZero(from, at + column, Math.min(Long.SIZE, length - column));
        while (bits != 0) {
          int j = Long.numberOfTrailingZeros(bits);
          places[next] = (place + j) * ROW_BYTES;
          values[next] = from[at + column + j];
          next++;
          bits &= bits - 1;
        }
        ends[list] = next;
      }
    }
  }

  /** Lists columns {@code top} to {@code bottom} of {@code a}, of rows from {@code start} on. */
  void ofColumns(VectorMatrix a, int top, int bottom, int start, int length) {
    begin(bottom - top, length);
    float[] from = a.values();
    for (int p = 0; p < length; p++) {
      int at = a.row(start + p) + top;
      int lists = p / SLICE * rows;
      int place = p % SLICE * ROW_BYTES;
      long bits = nonZero(from, at, rows);
      while (bits != 0) {
        int row = Long.numberOfTrailingZeros(bits);
        int next = ends[lists + row]++;
        places[next] = place;
        values[next] = from[at + row];
        bits &= bits - 1;
      }
    }
  }

  private void begin(int rows, int length) {
    this.rows = rows;
    int lists = slices(length) * rows;
    if (ends.length < lists) {
      ends = new int[lists];
      places = new int[lists * SLICE];
      values = new float[lists * SLICE];
    }
    for (int list = 0; list < lists; list++) {
      ends[list] = list * SLICE;
    }
  }

  /** Number of slices of {@code length} columns. */
  static int slices(int length) {
    return (length + SLICE - 1) / SLICE;
  }

  /** Byte offset in a slice of the row of a panel that each element is the factor of. */
  int[] places() {
    return places;
  }

  /** The elements. */
  float[] values() {
    return values;
  }

  /** Where the list of a row begins. */
  int first(int slice, int row) {
    return (slice * rows + row) * SLICE;
  }

  /** Where it ends, exclusive. */
  int end(int slice, int row) {
    return ends[slice * rows + row];
  }

  /** Bit j is set if {@code values[at + j]} is not 0, which NaN is not; up to 64 bits. */
  private static long nonZero(float[] values, int at, int length) {
    long bits = 0;
    int j = 0;
    for (; j + COUNT <= length; j += COUNT) {
      FloatVector part = FloatVector.fromArray(FLOATS, values, at + j);
      bits |= part.compare(VectorOperators.NE, 0).toLong() << j;
    }
    for (; j < length; j++) {
      bits |= (values[at + j] != 0 ? 1L : 0L) << j;
    }
    return bits;
  }
}
