package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.Tile.ROWS;

import java.util.Arrays;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.Recurrence.Cell;

/**
 * What both directions of a recurrent layer share. A task's block is a group of chains, which one
 * thread takes through all steps without waiting for others. Its numbers stand in one array, in
 * parts with a row for each chain of the group, the longest chain first. A step gathers rows of the
 * sites, does the work of the cell on all of them, scatters the results, and multiplies them by the
 * weights' panels for the step that follows.
 *
 * <p>The columns of each gate are {@code units}, rounded up to whole cache lines: {@link #padded}.
 */
abstract class RecurrencePass implements Workers.Task {
  final ChainOrder order;
  final Cell cell;
  final int units;

  /** Columns of all gates in a matrix. */
  final int width;

  /** Columns of a gate in a block. */
  final int padded;

  /** Distance between rows of a part with a column for each unit. */
  final int unitStride;

  /** Distance between rows of a part with columns for all gates. */
  final int gateStride;

  /** Whether gates stand in matrices as they do in blocks. */
  final boolean isWhole;

  final VectorMatrix gates;
  final VectorMatrix out;
  final VectorMatrix memory;
  private final float[] panels;
  private final Scratch[] scratch;
  private int length;

  RecurrencePass(
      Recurrence recurrence,
      ChainOrder order,
      VectorMatrix gates,
      VectorMatrix out,
      VectorMatrix memory,
      float[] panels,
      Scratch[] scratch) {
    this.order = order;
    this.gates = gates;
    this.out = out;
    this.memory = memory;
    this.panels = panels;
    this.scratch = scratch;
    cell = recurrence.cell();
    units = out.columns();
    width = gates.columns();
    padded = out.width();
    isWhole = units == padded;
    // Rows whose distance is a power of two would compete for the same sets of a cache.
    unitStride = padded + LINE;
    gateStride = cell.gates() * padded + LINE;
  }

  /**
   * A part of a step's work, on the first {@code rows} chains of a group. Each is called through
   * this interface at one place, where C2 sees so many that it inlines none of them: into one
   * method it would inline more vector operations than it can keep out of boxes.
   */
  interface Phase {
    /** Does it, for step {@code step} of the group whose first chain stands at {@code first}. */
    void run(float[] block, int first, int rows, int step);
  }

  /** Index of a new part of a group's array, with rows of whole tiles. */
  final int part(int stride) {
    int at = length;
    length += roundUp(order.group(), ROWS) * stride;
    return at;
  }

  /** Zeros for the group that a thread takes up. */
  final float[] block(int worker) {
    float[] block = scratch[worker].floats(length);
    Arrays.fill(block, 0, length, 0);
    return block;
  }

  static void run(Phase[] phases, float[] block, int first, int rows, int step) {
    for (Phase phase : phases) {
      phase.run(block, first, rows, step);
    }
  }

  /**
   * Product of one part of a block and the weights' panels: {@code c[i, :] = a[i, :] op(U)}, 2 rows
   * k n FLOPs. Rows up to a whole tile are made too.
   *
   * @param k inner dimension
   * @param n columns of the result
   */
  final void product(
      float[] block, int rows, int k, int n, int a, int lda, int c, int ldc, int worker) {
    float[] tile = scratch[worker].tile;
    for (int panel = 0; panel < Tile.panels(n); panel++) {
      int column = Tile.column(n, panel);
      int columns = Tile.column(n, panel + 1) - column;
      for (int i = 0; i < rows; i += ROWS) {
        RowTile.multiply(
            k,
            block,
            a + i * lda,
            lda,
            panels,
            column * k,
            columns,
            block,
            c + i * ldc + column,
            ldc,
            false,
            tile);
      }
    }
  }

  /** Copies a row of all gates of a matrix into a block. */
  final void pad(float[] from, int at, float[] to, int toAt) {
    for (int gate = 0; gate < cell.gates(); gate++) {
      System.arraycopy(from, at + gate * units, to, toAt + gate * padded, units);
    }
  }

  /** The reverse of {@link #pad}. */
  final void unpad(float[] from, int at, float[] to, int toAt) {
    if (isWhole) {
      System.arraycopy(from, at, to, toAt, width);
      return;
    }
    for (int gate = 0; gate < cell.gates(); gate++) {
      System.arraycopy(from, at + gate * padded, to, toAt + gate * units, units);
    }
  }
}
