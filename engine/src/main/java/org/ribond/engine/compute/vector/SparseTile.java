package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * The innermost sparse product: {@code sums += sum over the listed k of value(k) b[k]} for one row
 * of sums as wide as a panel of {@code b}. Each sum is taken in the order of the list.
 *
 * <p>A listed element costs two scalar loads and as many fused operations as the panel has vectors,
 * each with its operand in memory. So loads are the limit, and an operand that lies across two
 * cache lines counts twice: panels stand outside the heap, where they can be aligned to lines. The
 * sums stay in registers; six of them hide the operations' latency of four cycles.
 */
final class SparseTile {
  /** Columns of a panel of {@code b}: six cache lines. */
  static final int COLUMNS = 6 * Lanes.LINE;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long BYTES = (long) COUNT * Float.BYTES;

  private SparseTile() {}

  /**
   * Adds the listed rows of a panel.
   *
   * @param places byte offset of each row in the slice of the panel
   * @param values factor of each row
   * @param from first of the list; {@code end} is the last, exclusive
   * @param panel panels, rows of {@link #COLUMNS} floats, aligned to cache lines
   * @param slice byte offset in {@code panel} of the slice
   * @param sums {@link #COLUMNS} floats from {@code at}
   */
  static void add(
      int[] places,
      float[] values,
      int from,
      int end,
      MemorySegment panel,
      long slice,
      float[] sums,
      int at) {
    for (int j = 0; j < COLUMNS; j += 6 * COUNT) {
      six(places, values, from, end, panel, slice + (long) Float.BYTES * j, sums, at + j);
    }
  }

  /**
   * As {@link #add}, six vectors wide. C2 takes a method of this size for too large to be inlined,
   * so it is compiled by itself, whatever its callers go through.
   */
  private static void six(
      int[] places,
      float[] values,
      int from,
      int end,
      MemorySegment panel,
      long slice,
      float[] sums,
      int at) {
    FloatVector sum0 = load(sums, at);
    FloatVector sum1 = load(sums, at + COUNT);
    FloatVector sum2 = load(sums, at + 2 * COUNT);
    FloatVector sum3 = load(sums, at + 3 * COUNT);
    FloatVector sum4 = load(sums, at + 4 * COUNT);
    FloatVector sum5 = load(sums, at + 5 * COUNT);
    for (int i = from; i < end; i++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[i]);
      long row = slice + places[i];
      sum0 = fma(value, load(panel, row), sum0);
      sum1 = fma(value, load(panel, row + BYTES), sum1);
      sum2 = fma(value, load(panel, row + 2 * BYTES), sum2);
      sum3 = fma(value, load(panel, row + 3 * BYTES), sum3);
      sum4 = fma(value, load(panel, row + 4 * BYTES), sum4);
      sum5 = fma(value, load(panel, row + 5 * BYTES), sum5);
    }
    sum0.intoArray(sums, at);
    sum1.intoArray(sums, at + COUNT);
    sum2.intoArray(sums, at + 2 * COUNT);
    sum3.intoArray(sums, at + 3 * COUNT);
    sum4.intoArray(sums, at + 4 * COUNT);
    sum5.intoArray(sums, at + 5 * COUNT);
  }

  private static FloatVector load(MemorySegment panel, long at) {
    return FloatVector.fromMemorySegment(FLOATS, panel, at, ORDER);
  }

  private static FloatVector load(float[] sums, int at) {
    return FloatVector.fromArray(FLOATS, sums, at);
  }
}
