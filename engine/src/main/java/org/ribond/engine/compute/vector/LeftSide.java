package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.Tile.ROWS;

/** op(a) of a product: brings the rows of a block to where tiles read them. */
interface LeftSide {
  /**
   * Multiplies a block: finds the inner indices {@code product.start()} to {@code product.start() +
   * product.length()} of rows {@code top} to {@code bottom} and hands them to {@link Product#rows}
   * or {@link Product#panels} with panels {@code first} to {@code end} of op(b).
   */
  void multiply(Product product, int top, int bottom, int first, int end, Scratch scratch);

  /** Rows of a matrix, read where they stand. */
  record Standing(VectorMatrix a) implements LeftSide {
    @Override
    public void multiply(
        Product product, int top, int bottom, int first, int end, Scratch scratch) {
      float[] rest = scratch.floats(ROWS * product.length());
      product.rows(
          a.values(),
          a.row(top) + product.start(),
          a.stride(),
          top,
          bottom,
          first,
          end,
          rest,
          0,
          scratch.tile);
    }
  }

  /** Columns of a matrix, copied into panels. */
  record Transposed(VectorMatrix a) implements LeftSide {
    @Override
    public void multiply(
        Product product, int top, int bottom, int first, int end, Scratch scratch) {
      int length = product.length();
      float[] rows = scratch.floats(roundUp(bottom - top, ROWS) * length);
      for (int i = top; i < bottom; i += ROWS) {
        Panels.copyColumns(
            a.values(),
            a.row(product.start()) + i,
            a.stride(),
            length,
            rows,
            (i - top) * length,
            ROWS);
      }
      product.panels(rows, top, bottom, first, end, scratch.tile);
    }
  }

  /** What a convolution's taps see, a row for each site of its result, gathered block by block. */
  record SeenRows(Taps taps) implements LeftSide {
    @Override
    public void multiply(
        Product product, int top, int bottom, int first, int end, Scratch scratch) {
      int length = product.length();
      int size = (bottom - top) * length + Lanes.LINE;
      float[] rows = scratch.floats(size + ROWS * length);
      taps.rows(top, bottom, product.start(), length, rows);
      product.rows(rows, 0, length, top, bottom, first, end, rows, size, scratch.tile);
    }
  }

  /** The transpose of {@link SeenRows}: a row for each channel of each tap. */
  record SeenColumns(Taps taps) implements LeftSide {
    @Override
    public void multiply(
        Product product, int top, int bottom, int first, int end, Scratch scratch) {
      int length = product.length();
      float[] rows = scratch.floats(roundUp(bottom - top, ROWS) * length);
      for (int i = top; i < bottom; i += ROWS) {
        taps.columns(i, product.start(), length, rows, (i - top) * length);
      }
      product.panels(rows, top, bottom, first, end, scratch.tile);
    }
  }
}
