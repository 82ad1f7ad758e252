package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.LINE;

/**
 * One tile of a product, {@link #ROWS} x {@link Lanes#LINE}, by the kernel that fits the width.
 * Each element is summed over {@code k} in ascending order, so that its bits do not depend on the
 * kernel.
 */
final class Tile {
  /** The most rows of any kernel. */
  static final int MAX_ROWS = 8;

  /** Rows of a tile at this width; divides {@link Lanes#LINE}. */
  static final int ROWS = Lanes.BITS == 512 ? MAX_ROWS : 4;

  private Tile() {}

  /**
   * {@code c = a b}, or {@code c += a b} if {@code add}, reading {@code a} where it stands.
   *
   * @param k inner dimension
   * @param a rows x k, row-major from {@code a0} with leading dimension {@code lda}
   * @param b k x line, dense from {@code b0}
   * @param c rows x line, row-major from {@code c0} with leading dimension {@code ldc}
   */
  static void rows(
      int k,
      float[] a,
      int a0,
      int lda,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    if (Lanes.BITS == 512) {
      EightRowTile.rows(k, a, a0, lda, b, b0, c, c0, ldc, add);
    } else {
      for (int j = 0; j < LINE; j += 2 * COUNT) {
        FourRowTile.rows(k, a, a0, lda, b, b0 + j, c, c0 + j, ldc, add);
      }
    }
  }

  /**
   * As {@link #rows}, with {@code a} transposed into a panel: {@code k} x rows, dense from {@code
   * a0}.
   */
  static void panel(
      int k, float[] a, int a0, float[] b, int b0, float[] c, int c0, int ldc, boolean add) {
    if (Lanes.BITS == 512) {
      EightRowTile.panel(k, a, a0, b, b0, c, c0, ldc, add);
    } else {
      for (int j = 0; j < LINE; j += 2 * COUNT) {
        FourRowTile.panel(k, a, a0, b, b0 + j, c, c0 + j, ldc, add);
      }
    }
  }
}
