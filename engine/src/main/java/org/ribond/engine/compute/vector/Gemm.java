package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.Tile.COLUMNS;
import static org.ribond.engine.compute.vector.Tile.ROWS;

import org.ribond.engine.compute.Epilogue;

/**
 * General matrix product {@code c = epilogue((c +) op(a) op(b))}: 2 m n k FLOPs.
 *
 * <p>Layered as Goto and van de Geijn have it ("Anatomy of high-performance matrix multiplication",
 * ACM TOMS 34, 2008). The inner dimension is cut into parts of about {@link #DEPTH}; for each,
 * op(b) is copied into panels as wide as a {@link Tile}, then blocks of rows of {@code c} are
 * shared out among the threads. A block passes over all panels; a panel stays in the nearest caches
 * while the block's rows of {@code a} pass by it. Rows of {@code a} are read where they stand; of a
 * transposed {@code a} the block makes panels first. The epilogue follows the last part while the
 * block is in cache.
 *
 * <p>Every element is a sum over k in ascending order, cut at the same places whatever the threads.
 */
final class Gemm {
  /** Most of the inner dimension taken at a time. */
  private static final int DEPTH = 512;

  /** Rows of c that one thread takes at a time, about: half a second-level cache with all of k. */
  private static final int BLOCK_ROWS = 64;

  /** Multiplications below which handing over to another thread costs more than it gains. */
  private static final long WORTH_SHARING = 1 << 16;

  private final Workers workers;
  private final Scratch[] scratch;
  private final SparseGemm sparse;
  private float[] packed = new float[0];

  Gemm(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
    sparse = new SparseGemm(workers, scratch);
  }

  /**
   * A part of a product.
   *
   * @param start first of the inner indices that it takes
   * @param length how many
   * @param add whether to add to what stands in {@code c}
   * @param epilogue what follows
   */
  record Part(int start, int length, boolean add, Epilogue epilogue) {}

  /** See {@link org.ribond.engine.compute.Backend#gemm}; shapes are checked. */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      VectorMatrix a,
      VectorMatrix b,
      boolean accumulate,
      VectorMatrix c,
      Epilogue epilogue) {
    int k = transposeA ? a.rows() : a.columns();
    int parts = Math.max((k + DEPTH - 1) / DEPTH, 1);
    int depth = roundUp((k + parts - 1) / parts, ROWS);
    boolean isSparse = SparseGemm.suits(transposeA, a, c);
    for (int i = 0; i < parts; i++) {
      int start = i * depth;
      Epilogue last = i == parts - 1 ? epilogue : Epilogue.NONE;
      Part part = new Part(start, Math.min(depth, k - start), accumulate || i > 0, last);
      if (!isSparse || !sparse.multiply(transposeA, transposeB, a, b, part, c)) {
        dense(transposeA, transposeB, a, b, part, c);
      }
    }
  }

  /** A part of the product, zeros and all. */
  void dense(
      boolean transposeA,
      boolean transposeB,
      VectorMatrix a,
      VectorMatrix b,
      Part part,
      VectorMatrix c) {
    boolean share = (long) c.rows() * c.columns() * part.length() >= WORTH_SHARING;
    int size = Math.multiplyExact(roundUp(c.columns(), LINE), part.length());
    float[] panels;
    if (b.frozen().isPresent()) {
      FrozenPanels kept = b.frozen().get();
      panels =
          kept.dense(
              transposeB,
              part,
              () -> pack(share, transposeB, b, part, c.columns(), new float[size]));
    } else {
      if (packed.length < size) {
        packed = new float[size];
      }
      panels = pack(share, transposeB, b, part, c.columns(), packed);
    }
    Product product = new Product(transposeA, a, panels, part, c);
    run(share, product.blocks(), product);
  }

  /** Copies op(b) into panels, for those who carry out a product by themselves. */
  void pack(boolean transpose, VectorMatrix b, Part part, int columns, float[] panels) {
    boolean share = (long) columns * part.length() >= WORTH_SHARING;
    pack(share, transpose, b, part, columns, panels);
  }

  private float[] pack(
      boolean share, boolean transpose, VectorMatrix b, Part part, int columns, float[] panels) {
    Packing packing = new Packing(transpose, b, part, columns, panels);
    run(share, packing.panels(), packing);
    return panels;
  }

  private void run(boolean share, int blocks, Workers.Task task) {
    if (share) {
      workers.run(blocks, task);
    } else {
      for (int block = 0; block < blocks; block++) {
        task.run(block, 0);
      }
    }
  }

  /** Copies a part of op(b) into panels, one a block. */
  private static final class Packing implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix b;
    private final int start;
    private final int length;
    private final int columns;
    private final float[] packed;

    Packing(boolean transpose, VectorMatrix b, Part part, int columns, float[] packed) {
      this.transpose = transpose;
      this.b = b;
      this.columns = columns;
      this.packed = packed;
      start = part.start();
      length = part.length();
    }

    int panels() {
      return Tile.panels(columns);
    }

    @Override
    public void run(int panel, int worker) {
      int column = Tile.column(columns, panel);
      int at = column * length;
      int width = Tile.column(columns, panel + 1) - column;
      if (transpose) {
        int count = Math.min(width, columns - column);
        Panels.transposeRows(
            b.values(), b.row(column) + start, b.stride(), count, length, packed, at, width);
      } else {
        Panels.copyColumns(
            b.values(), b.row(start) + column, b.stride(), length, packed, at, width);
      }
    }
  }

  /** A part of the product, in blocks of rows and, where those are few, of panels. */
  private final class Product implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix a;
    private final float[] packed;
    private final int start;
    private final int length;
    private final VectorMatrix c;
    private final boolean add;
    private final Epilogue epilogue;
    private final int blockRows;
    private final int rowBlocks;
    private final int columnBlocks;

    Product(boolean transpose, VectorMatrix a, float[] packed, Part part, VectorMatrix c) {
      this.transpose = transpose;
      this.a = a;
      this.packed = packed;
      this.c = c;
      start = part.start();
      length = part.length();
      add = part.add();
      epilogue = part.epilogue();
      int wanted = Math.max((c.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS, 1);
      blockRows = Math.max(roundUp((c.rows() + wanted - 1) / wanted, ROWS), ROWS);
      rowBlocks = (c.rows() + blockRows - 1) / blockRows;
      int enough = rowBlocks == 0 ? 1 : (2 * workers.threads() + rowBlocks - 1) / rowBlocks;
      columnBlocks = Math.min(enough, Tile.panels(c.columns()));
    }

    int blocks() {
      return rowBlocks * columnBlocks;
    }

    @Override
    public void run(int block, int worker) {
      int top = block / columnBlocks * blockRows;
      int bottom = Math.min(top + blockRows, c.rows());
      int first = panel(block % columnBlocks);
      int end = panel(block % columnBlocks + 1);
      if (transpose) {
        transposed(top, bottom, first, end, scratch[worker]);
      } else {
        inPlace(top, bottom, first, end, scratch[worker]);
      }
      Epilogues.apply(epilogue, c, top, bottom, column(first), column(end), scratch[worker]);
    }

    /** First panel of a block of columns. */
    private int panel(int columnBlock) {
      return Tile.panels(c.columns()) * columnBlock / columnBlocks;
    }

    private int column(int panel) {
      return Tile.column(c.columns(), panel);
    }

    private void inPlace(int top, int bottom, int first, int end, Scratch scratch) {
      int whole = bottom - (bottom - top) % ROWS;
      float[] rest = scratch.floats(ROWS * length);
      if (whole < bottom) {
        Panels.transposeRows(
            a.values(), a.row(whole) + start, a.stride(), bottom - whole, length, rest, 0, ROWS);
      }
      float[] tile = scratch.tile;
      for (int panel = first; panel < end; panel++) {
        int column = column(panel);
        int columns = column(panel + 1) - column;
        int at = column * length;
        for (int i = top; i < whole; i += ROWS) {
          RowTile.multiply(
              length,
              a.values(),
              a.row(i) + start,
              a.stride(),
              packed,
              at,
              columns,
              c.values(),
              c.row(i) + column,
              c.stride(),
              add,
              tile);
        }
        if (whole < bottom) {
          edge(rest, 0, at, columns, whole, bottom, column, tile);
        }
      }
    }

    private void transposed(int top, int bottom, int first, int end, Scratch scratch) {
      float[] rows = scratch.floats(roundUp(bottom - top, ROWS) * length);
      for (int i = top; i < bottom; i += ROWS) {
        Panels.copyColumns(
            a.values(), a.row(start) + i, a.stride(), length, rows, (i - top) * length, ROWS);
      }
      float[] tile = scratch.tile;
      for (int panel = first; panel < end; panel++) {
        int column = column(panel);
        int columns = column(panel + 1) - column;
        int at = column * length;
        for (int i = top; i < bottom; i += ROWS) {
          int rowsAt = (i - top) * length;
          if (bottom - i < ROWS) {
            edge(rows, rowsAt, at, columns, i, bottom, column, tile);
          } else {
            PanelTile.multiply(
                length,
                rows,
                rowsAt,
                packed,
                at,
                columns,
                c.values(),
                c.row(i) + column,
                c.stride(),
                add,
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
      PanelTile.multiply(length, rows, rowsAt, packed, at, columns, tile, 0, COLUMNS, false, tile);
      for (int i = top; i < bottom; i++) {
        Panels.take(tile, (i - top) * COLUMNS, columns, c.values(), c.row(i) + column, add);
      }
    }
  }
}
