package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * The innermost sparse product: for two rows of op(a) the sums over the listed k of their elements
 * with row k of a panel of {@code b}. Each sum is taken in the order of the list.
 *
 * <p>By itself a row needs a vector of {@code b} for each fused operation: from the second-level
 * cache that takes twice as long as the operation. Two rows share it, at the price of those k at
 * which only one of them is not 0: at a density of a quarter they are 44 % of all k for 25 %. Sums
 * stay in registers for the whole list, twelve where there are 32 of them, else eight. An operand
 * that lies across two cache lines counts twice, so panels stand outside the heap, where they can
 * be aligned to lines.
 */
final class SparseTile {
  /** Columns of a panel of {@code b}: six cache lines. */
  static final int COLUMNS = 6 * Lanes.LINE;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long BYTES = (long) COUNT * Float.BYTES;

  private SparseTile() {}

  /**
   * Makes the sums of two rows for a panel.
   *
   * @param places byte offset in the panel of each listed row of it
   * @param upper its factor for the first row
   * @param lower its factor for the second
   * @param from first of the list; {@code end} is the last, exclusive
   * @param panels panels, rows of {@link #COLUMNS} floats, aligned to cache lines
   * @param panel byte offset of the panel
   * @param c where the sums go, two rows of {@link #COLUMNS} from {@code cAt}, {@code ldc} apart
   */
  static void multiply(
      int[] places,
      float[] upper,
      float[] lower,
      int from,
      int end,
      MemorySegment panels,
      long panel,
      float[] c,
      int cAt,
      int ldc) {
    if (Tile.WIDE) {
      six(places, upper, lower, from, end, panels, panel, c, cAt, ldc);
      return;
    }
    for (int j = 0; j < COLUMNS; j += 4 * COUNT) {
      four(
          places, upper, lower, from, end, panels, panel + (long) Float.BYTES * j, c, cAt + j, ldc);
    }
  }

  private static void six(
      int[] places,
      float[] upper,
      float[] lower,
      int from,
      int end,
      MemorySegment panels,
      long panel,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector u0 = zero;
    FloatVector u1 = zero;
    FloatVector u2 = zero;
    FloatVector u3 = zero;
    FloatVector u4 = zero;
    FloatVector u5 = zero;
    FloatVector l0 = zero;
    FloatVector l1 = zero;
    FloatVector l2 = zero;
    FloatVector l3 = zero;
    FloatVector l4 = zero;
    FloatVector l5 = zero;
    for (int i = from; i < end; i++) {
      FloatVector x = FloatVector.broadcast(FLOATS, upper[i]);
      FloatVector y = FloatVector.broadcast(FLOATS, lower[i]);
      long row = panel + places[i];
      FloatVector b0 = load(panels, row);
      u0 = fma(x, b0, u0);
      l0 = fma(y, b0, l0);
      FloatVector b1 = load(panels, row + BYTES);
      u1 = fma(x, b1, u1);
      l1 = fma(y, b1, l1);
      FloatVector b2 = load(panels, row + 2 * BYTES);
      u2 = fma(x, b2, u2);
      l2 = fma(y, b2, l2);
      FloatVector b3 = load(panels, row + 3 * BYTES);
      u3 = fma(x, b3, u3);
      l3 = fma(y, b3, l3);
      FloatVector b4 = load(panels, row + 4 * BYTES);
      u4 = fma(x, b4, u4);
      l4 = fma(y, b4, l4);
      FloatVector b5 = load(panels, row + 5 * BYTES);
      u5 = fma(x, b5, u5);
      l5 = fma(y, b5, l5);
    }
    u0.intoArray(c, cAt);
    u1.intoArray(c, cAt + COUNT);
    u2.intoArray(c, cAt + 2 * COUNT);
    u3.intoArray(c, cAt + 3 * COUNT);
    u4.intoArray(c, cAt + 4 * COUNT);
    u5.intoArray(c, cAt + 5 * COUNT);
    l0.intoArray(c, cAt + ldc);
    l1.intoArray(c, cAt + ldc + COUNT);
    l2.intoArray(c, cAt + ldc + 2 * COUNT);
    l3.intoArray(c, cAt + ldc + 3 * COUNT);
    l4.intoArray(c, cAt + ldc + 4 * COUNT);
    l5.intoArray(c, cAt + ldc + 5 * COUNT);
  }

  private static void four(
      int[] places,
      float[] upper,
      float[] lower,
      int from,
      int end,
      MemorySegment panels,
      long panel,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector u0 = zero;
    FloatVector u1 = zero;
    FloatVector u2 = zero;
    FloatVector u3 = zero;
    FloatVector l0 = zero;
    FloatVector l1 = zero;
    FloatVector l2 = zero;
    FloatVector l3 = zero;
    for (int i = from; i < end; i++) {
      FloatVector x = FloatVector.broadcast(FLOATS, upper[i]);
      FloatVector y = FloatVector.broadcast(FLOATS, lower[i]);
      long row = panel + places[i];
      FloatVector b0 = load(panels, row);
      u0 = fma(x, b0, u0);
      l0 = fma(y, b0, l0);
      FloatVector b1 = load(panels, row + BYTES);
      u1 = fma(x, b1, u1);
      l1 = fma(y, b1, l1);
      FloatVector b2 = load(panels, row + 2 * BYTES);
      u2 = fma(x, b2, u2);
      l2 = fma(y, b2, l2);
      FloatVector b3 = load(panels, row + 3 * BYTES);
      u3 = fma(x, b3, u3);
      l3 = fma(y, b3, l3);
    }
    u0.intoArray(c, cAt);
    u1.intoArray(c, cAt + COUNT);
    u2.intoArray(c, cAt + 2 * COUNT);
    u3.intoArray(c, cAt + 3 * COUNT);
    l0.intoArray(c, cAt + ldc);
    l1.intoArray(c, cAt + ldc + COUNT);
    l2.intoArray(c, cAt + ldc + 2 * COUNT);
    l3.intoArray(c, cAt + ldc + 3 * COUNT);
  }

  private static FloatVector load(MemorySegment panels, long at) {
    return FloatVector.fromMemorySegment(FLOATS, panels, at, ORDER);
  }
}
