package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.Layout;

/**
 * Maps cut into stripes of neighbouring rows, about equal and few enough cells that what a
 * convolution sees of one stays in a second-level cache. Which rows are a stripe depends on the
 * maps alone.
 */
final class MapStripes {
  /** Cells of a stripe. */
  private static final int CELLS = 1024;

  private final Layout maps;
  private final int[] map;
  private final int[] top;
  private final int[] bottom;

  MapStripes(Layout maps) {
    this.maps = maps;
    int count = 0;
    for (int item = 0; item < maps.count(); item++) {
      count += Math.ceilDiv(maps.height(item), height(item));
    }
    map = new int[count];
    top = new int[count];
    bottom = new int[count];
    int at = 0;
    for (int item = 0; item < maps.count(); item++) {
      for (int row = 0; row < maps.height(item); row += height(item)) {
        map[at] = item;
        top[at] = row;
        bottom[at] = Math.min(row + height(item), maps.height(item));
        at++;
      }
    }
  }

  private int height(int item) {
    return Math.max(1, CELLS / Math.max(1, maps.width(item)));
  }

  int count() {
    return map.length;
  }

  /** Columns of a stripe's map. */
  int width(int stripe) {
    return maps.width(map[stripe]);
  }

  int top(int stripe) {
    return top[stripe];
  }

  int bottom(int stripe) {
    return bottom[stripe];
  }

  /** The matrix row of the first cell of a row of a stripe's map. */
  int cell(int stripe, int row) {
    return maps.start(map[stripe]) + row * maps.width(map[stripe]);
  }

  /** Cells of a row of {@link #fill}, margins included. */
  int pitch(int stripe, int margin) {
    return width(stripe) + 2 * margin;
  }

  /** Floats that {@link #fill} writes, and {@code beyond} cells that may be read behind them. */
  int size(int stripe, int margin, int step, int beyond) {
    int rows = bottom[stripe] - top[stripe] + 2 * margin;
    return Math.addExact(
        Math.multiplyExact(Math.multiplyExact(rows, pitch(stripe, margin)) + beyond, step), LINE);
  }

  /**
   * Copies a stripe with {@code margin} cells around it, zeros outside of its map, {@code step}
   * floats a cell.
   *
   * @param step the columns of {@code x}, or more with their padding
   */
  void fill(int stripe, int margin, VectorMatrix x, int step, float[] to) {
    int width = width(stripe);
    int height = maps.height(map[stripe]);
    int pitch = pitch(stripe, margin) * step;
    int at = 0;
    for (int row = top[stripe] - margin; row < bottom[stripe] + margin; row++) {
      if (row < 0 || row >= height) {
        Arrays.fill(to, at, at + pitch, 0);
      } else {
        Arrays.fill(to, at, at + margin * step, 0);
        int cell = cell(stripe, row);
        copy(x, cell, cell + width, step, to, at + margin * step);
        Arrays.fill(to, at + (margin + width) * step, at + pitch, 0);
      }
      at += pitch;
    }
  }

  /** Rows close together: each is copied in whole lines, and put right by the next. */
  private static void copy(VectorMatrix x, int from, int end, int step, float[] to, int toAt) {
    float[] values = x.values();
    int at = toAt;
    for (int cell = from; cell < end; cell++) {
      int row = x.row(cell);
      for (int j = 0; j < step; j += COUNT) {
        FloatVector.fromArray(FLOATS, values, row + j).intoArray(to, at + j);
      }
      at += step;
    }
  }
}
