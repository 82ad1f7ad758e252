package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.Tile.COLUMNS;
import static org.ribond.engine.compute.vector.Tile.ROWS;

/** A part of a product, in blocks of rows and, where those are few, of panels. */
final class Product implements Workers.Task {
  /** Rows of c that one thread takes at a time, about: half a second-level cache with all of k. */
  private static final int BLOCK_ROWS = 64;

  /** The fewest rows that blocks are cut into, so that each thread has some. */
  private static final int LEAST_ROWS = 16;

  private final LeftSide left;
  private final float[] packed;
  private final Gemm.Part part;
  private final VectorMatrix c;
  private final Scratch[] scratch;
  private final int blockRows;
  private final int columnBlocks;
  private final int blocks;

  /**
   * Of what a left side finds, and the panels of op(b).
   *
   * @param scratch working memory of each thread
   */
  Product(LeftSide left, float[] packed, Gemm.Part part, VectorMatrix c, Scratch[] scratch) {
    this.left = left;
    this.packed = packed;
    this.part = part;
    this.c = c;
    this.scratch = scratch;
    int panels = Tile.panels(c.columns());
    int enough = 2 * scratch.length;
    int few =
        Math.min(Math.ceilDiv(c.rows(), LEAST_ROWS), Math.ceilDiv(enough, Math.max(panels, 1)));
    int wanted = Math.max(Math.max(Math.ceilDiv(c.rows(), BLOCK_ROWS), few), 1);
    blockRows = Math.max(roundUp(Math.ceilDiv(c.rows(), wanted), ROWS), ROWS);
    int rowBlocks = Math.ceilDiv(c.rows(), blockRows);
    columnBlocks = Math.min(rowBlocks == 0 ? 1 : Math.ceilDiv(enough, rowBlocks), panels);
    blocks = rowBlocks * columnBlocks;
  }

  int blocks() {
    return blocks;
  }

  /** First of the inner indices that it takes. */
  int start() {
    return part.start();
  }

  /** Number of inner indices that it takes. */
  int length() {
    return part.length();
  }

  @Override
  public void run(int block, int worker) {
    int top = block / columnBlocks * blockRows;
    int bottom = Math.min(top + blockRows, c.rows());
    int first = panel(block % columnBlocks);
    int end = panel(block % columnBlocks + 1);
    left.multiply(this, top, bottom, first, end, scratch[worker]);
    Epilogues.apply(part.epilogue(), c, top, bottom, column(first), column(end), scratch[worker]);
  }

  /** First panel of a block of columns. */
  private int panel(int columnBlock) {
    return Tile.panels(c.columns()) * columnBlock / columnBlocks;
  }

  private int column(int panel) {
    return Tile.column(c.columns(), panel);
  }

  /**
   * Multiplies a block whose rows of op(a) stand one under another.
   *
   * @param a row-major from {@code at}, where row {@code top} begins, {@code stride} apart
   * @param rest working memory for {@link Tile#ROWS} rows from {@code restAt}
   */
  void rows(
      float[] a,
      int at,
      int stride,
      int top,
      int bottom,
      int first,
      int end,
      float[] rest,
      int restAt,
      float[] tile) {
    int length = part.length();
    int whole = bottom - (bottom - top) % ROWS;
    if (whole < bottom) {
      int row = at + (whole - top) * stride;
      Panels.transposeRows(a, row, stride, bottom - whole, length, rest, restAt, ROWS);
    }
    for (int panel = first; panel < end; panel++) {
      int column = column(panel);
      int columns = column(panel + 1) - column;
      int panelAt = column * length;
      for (int i = top; i < whole; i += ROWS) {
        RowTile.multiply(
            length,
            a,
            at + (i - top) * stride,
            stride,
            packed,
            panelAt,
            columns,
            c.values(),
            c.row(i) + column,
            c.stride(),
            part.add(),
            tile);
      }
      if (whole < bottom) {
        edge(rest, restAt, panelAt, columns, whole, bottom, column, tile);
      }
    }
  }

  /**
   * Multiplies a block whose rows of op(a) are in panels of {@link Tile#ROWS} rows, one after
   * another.
   */
  void panels(float[] rows, int top, int bottom, int first, int end, float[] tile) {
    int length = part.length();
    for (int panel = first; panel < end; panel++) {
      int column = column(panel);
      int columns = column(panel + 1) - column;
      int panelAt = column * length;
      for (int i = top; i < bottom; i += ROWS) {
        int rowsAt = (i - top) * length;
        if (bottom - i < ROWS) {
          edge(rows, rowsAt, panelAt, columns, i, bottom, column, tile);
        } else {
          PanelTile.multiply(
              length,
              rows,
              rowsAt,
              packed,
              panelAt,
              columns,
              c.values(),
              c.row(i) + column,
              c.stride(),
              part.add(),
              tile);
        }
      }
    }
  }

  /** A tile that would reach below the block: made beside it, then its upper rows are taken. */
  private void edge(
      float[] rows,
      int rowsAt,
      int at,
      int columns,
      int top,
      int bottom,
      int column,
      float[] tile) {
    int length = part.length();
    PanelTile.multiply(length, rows, rowsAt, packed, at, columns, tile, 0, COLUMNS, false, tile);
    for (int i = top; i < bottom; i++) {
      Panels.take(tile, (i - top) * COLUMNS, columns, c.values(), c.row(i) + column, part.add());
    }
  }
}
