package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.INTS;
import static org.ribond.engine.compute.vector.Lanes.LINE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The elements of a block of rows of op(a) that are not 0, as {@link SparseTile} takes them: for
 * each two rows a list of the inner indices at which either is not 0, in ascending order, with both
 * elements. Lists grow when asked and belong to one thread.
 */
final class NonZeros {
  /** Most rows of a block; even. The longer it is, the seldomer the panels pass by. */
  static final int MOST_ROWS = 128;

  /** Most rows of a block of a transposed matrix, of which a row is looked at as bits. */
  static final int MOST_COLUMNS = Long.SIZE;

  /** The lower bit of each two. */
  private static final long EVEN = 0x5555555555555555L;

  private static final int ROW_BYTES = SparseTile.COLUMNS * Float.BYTES;

  /** Whether pushing the elements of a vector together is one instruction. */
  private static final boolean COMPRESSES = Tile.WIDE;

  /** Two of so many rows are looked at to estimate the density. */
  private static final int SAMPLED = 16;

  private int[] places = new int[0];
  private float[] upper = new float[0];
  private float[] lower = new float[0];
  private final int[] ends = new int[MOST_ROWS / 2];
  private int capacity;

  /**
   * Share of the inner indices at which one of two neighbouring rows of op(a) is not 0, of two rows
   * of {@code a} in sixteen.
   */
  static double density(boolean transposeA, VectorMatrix a) {
    long count = 0;
    long all = 0;
    for (int i = 0; i < a.rows(); i += SAMPLED) {
      boolean two = i + 1 < a.rows();
      for (int j = 0; j < a.columns(); j += Long.SIZE) {
        int length = Math.min(Long.SIZE, a.columns() - j);
        long first = nonZero(a.values(), a.row(i) + j, length);
        long second = two ? nonZero(a.values(), a.row(i + 1) + j, length) : 0;
        if (transposeA) {
          count += Long.bitCount(ofPairs(first)) + Long.bitCount(ofPairs(second));
          all += (two ? 2L : 1L) * ((length + 1) / 2);
        } else {
          count += Long.bitCount(first | second);
          all += length;
        }
      }
    }
    return all == 0 ? 1 : (double) count / all;
  }

  /** Lists rows {@code top} to {@code bottom} of {@code a}, of columns from {@code start} on. */
  void ofRows(VectorMatrix a, int top, int bottom, int start, int length) {
    begin(bottom - top, length);
    float[] from = a.values();
    for (int row = top; row < bottom; row += 2) {
      int at = a.row(row) + start;
      int below = row + 1 < bottom ? a.row(row + 1) + start : -1;
      int next = first((row - top) / 2);
      int column = 0;
      if (COMPRESSES && below >= 0) {
        column = length / COUNT * COUNT;
        next = compress(from, at, below, column, next);
      }
      for (; column < length; column++) {
        float first = from[at + column];
        float second = below >= 0 ? from[below + column] : 0;
        if (first != 0 || second != 0) {
          places[next] = column * ROW_BYTES;
          upper[next] = first;
          lower[next] = second;
          next++;
        }
      }
      ends[(row - top) / 2] = next;
    }
  }

  /** Lists the first columns of two rows, whole vectors of them, and gives the end of the list. */
  private int compress(float[] from, int at, int below, int columns, int begin) {
    int next = begin;
    IntVector offsets = IntVector.zero(INTS).addIndex(ROW_BYTES);
    for (int column = 0; column < columns; column += COUNT) {
      FloatVector first = FloatVector.fromArray(FLOATS, from, at + column);
      FloatVector second = FloatVector.fromArray(FLOATS, from, below + column);
      VectorMask<Float> either =
          first.compare(VectorOperators.NE, 0).or(second.compare(VectorOperators.NE, 0));
      offsets.add(column * ROW_BYTES).compress(either.cast(INTS)).intoArray(places, next);
      first.compress(either).intoArray(upper, next);
      second.compress(either).intoArray(lower, next);
      next += either.trueCount();
    }
    return next;
  }

  /** Lists columns {@code top} to {@code bottom} of {@code a}, of rows from {@code start} on. */
  void ofColumns(VectorMatrix a, int top, int bottom, int start, int length) {
    int rows = bottom - top;
    begin(rows, length);
    float[] from = a.values();
    for (int p = 0; p < length; p++) {
      int at = a.row(start + p) + top;
      long bits = ofPairs(nonZero(from, at, rows));
      while (bits != 0) {
        int row = Long.numberOfTrailingZeros(bits);
        int next = ends[row / 2]++;
        places[next] = p * ROW_BYTES;
        upper[next] = from[at + row];
        lower[next] = row + 1 < rows ? from[at + row + 1] : 0;
        bits &= bits - 1;
      }
    }
  }

  private void begin(int rows, int length) {
    capacity = length + LINE; // whole vectors are stored, whatever counts of them
    int pairs = (rows + 1) / 2;
    if (places.length < pairs * capacity) {
      places = new int[pairs * capacity];
      upper = new float[pairs * capacity];
      lower = new float[pairs * capacity];
    }
    for (int pair = 0; pair < pairs; pair++) {
      ends[pair] = first(pair);
    }
  }

  /** Byte offset in a panel of the row that each two elements are the factors of. */
  int[] places() {
    return places;
  }

  /** The elements of the upper row of each two. */
  float[] upper() {
    return upper;
  }

  /** The elements of the lower row. */
  float[] lower() {
    return lower;
  }

  /** Where the list of two rows begins. */
  int first(int pair) {
    return pair * capacity;
  }

  /** Where it ends, exclusive. */
  int end(int pair) {
    return ends[pair];
  }

  /** Bit 2j is set if bit 2j or 2j + 1 is. */
  private static long ofPairs(long bits) {
    return (bits | bits >>> 1) & EVEN;
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
