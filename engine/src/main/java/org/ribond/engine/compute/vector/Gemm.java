package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.Tile.ROWS;

import org.ribond.engine.compute.Epilogue;

/**
 * General matrix product {@code c = epilogue((c +) op(a) op(b))}: 2 m n k FLOPs.
 *
 * <p>Layered as Goto and van de Geijn have it ("Anatomy of high-performance matrix multiplication",
 * ACM TOMS 34, 2008). The inner dimension is cut into parts of about {@link #DEPTH}; for each,
 * op(b) is copied into panels one cache line wide, then blocks of rows of {@code c} are shared out
 * among the threads. A block passes over all panels; a panel stays in the first-level cache while
 * the block's rows of {@code a}, in the second, pass by it. Rows of {@code a} are read where they
 * stand; of a transposed {@code a} the block makes panels first. The epilogue follows the last part
 * while the block is in cache.
 *
 * <p>Every element is a sum over k in ascending order, cut at the same places whatever the threads.
 */
final class Gemm {
  /** Most of the inner dimension taken at a time: a panel is then at most 32 KB. */
  private static final int DEPTH = 512;

  /** Rows of c that one thread takes at a time, about: half a second-level cache with all of k. */
  private static final int BLOCK_ROWS = 64;

  /** Multiplications below which handing over to another thread costs more than it gains. */
  private static final long WORTH_SHARING = 1 << 16;

  private final Workers workers;
  private final Scratch[] scratch;
  private float[] packed = new float[0];

  Gemm(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

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
    int depth = Math.max(roundUp((k + parts - 1) / parts, 4), 4);
    int panels = (c.columns() + LINE - 1) / LINE;
    boolean share = (long) c.rows() * c.columns() * k >= WORTH_SHARING;
    if (packed.length < panels * LINE * depth) {
      packed = new float[panels * LINE * depth];
    }
    for (int part = 0; part < parts; part++) {
      int start = part * depth;
      int length = Math.min(depth, k - start);
      Packing packing = new Packing(transposeB, b, start, length, c.columns());
      run(share, panels, packing);
      Epilogue last = part == parts - 1 ? epilogue : Epilogue.NONE;
      Product product =
          new Product(transposeA, a, start, length, c, accumulate || part > 0, last, panels);
      run(share, product.blocks(), product);
    }
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

  /** Copies rows {@code start} to {@code start + length} of op(b) into panels, one a block. */
  private final class Packing implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix b;
    private final int start;
    private final int length;
    private final int columns;

    Packing(boolean transpose, VectorMatrix b, int start, int length, int columns) {
      this.transpose = transpose;
      this.b = b;
      this.start = start;
      this.length = length;
      this.columns = columns;
    }

    @Override
    public void run(int panel, int worker) {
      int column = panel * LINE;
      int at = column * length;
      if (transpose) {
        int count = Math.min(LINE, columns - column);
        Panels.transposeRows(
            b.values(), b.row(column) + start, b.stride(), count, length, packed, at, LINE);
      } else {
        Panels.copyColumns(b.values(), b.row(start) + column, b.stride(), length, packed, at, LINE);
      }
    }
  }

  /** A part of the product for one block of rows and group of panels. */
  private final class Product implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix a;
    private final int start;
    private final int length;
    private final VectorMatrix c;
    private final boolean add;
    private final Epilogue epilogue;
    private final int panels;
    private final int blockRows;
    private final int rowBlocks;
    private final int groups;

    Product(
        boolean transpose,
        VectorMatrix a,
        int start,
        int length,
        VectorMatrix c,
        boolean add,
        Epilogue epilogue,
        int panels) {
      this.transpose = transpose;
      this.a = a;
      this.start = start;
      this.length = length;
      this.c = c;
      this.add = add;
      this.epilogue = epilogue;
      this.panels = panels;
      int wanted = (c.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS;
      blockRows = wanted == 0 ? ROWS : roundUp((c.rows() + wanted - 1) / wanted, ROWS);
      rowBlocks = (c.rows() + blockRows - 1) / blockRows;
      // Few rows are shared out by columns too.
      int enough = 2 * workers.threads();
      groups =
          rowBlocks >= enough
              ? 1
              : Math.min(panels, (enough + rowBlocks - 1) / Math.max(rowBlocks, 1));
    }

    int blocks() {
      return rowBlocks * groups;
    }

    @Override
    public void run(int block, int worker) {
      int group = block % groups;
      int top = block / groups * blockRows;
      int bottom = Math.min(top + blockRows, c.rows());
      int firstPanel = (int) ((long) panels * group / groups);
      int endPanel = (int) ((long) panels * (group + 1) / groups);
      if (transpose) {
        transposed(top, bottom, firstPanel, endPanel, scratch[worker]);
      } else {
        inPlace(top, bottom, firstPanel, endPanel, scratch[worker]);
      }
      Epilogues.apply(
          epilogue, c, top, bottom, firstPanel * LINE, endPanel * LINE, scratch[worker]);
    }

    private void inPlace(int top, int bottom, int firstPanel, int endPanel, Scratch scratch) {
      int whole = top + (bottom - top) / ROWS * ROWS;
      int rest = bottom - whole;
      float[] tail = scratch.floats(ROWS * length);
      if (rest > 0) {
        Panels.transposeRows(
            a.values(), a.row(whole) + start, a.stride(), rest, length, tail, 0, ROWS);
      }
      for (int panel = firstPanel; panel < endPanel; panel++) {
        int b0 = panel * LINE * length;
        int column = panel * LINE;
        for (int i = top; i < whole; i += ROWS) {
          Tile.rows(
              length,
              a.values(),
              a.row(i) + start,
              a.stride(),
              packed,
              b0,
              c.values(),
              c.row(i) + column,
              c.stride(),
              add);
        }
        if (rest > 0) {
          edge(tail, 0, b0, whole, rest, column, scratch);
        }
      }
    }

    private void transposed(int top, int bottom, int firstPanel, int endPanel, Scratch scratch) {
      float[] panelsOfA = scratch.floats(roundUp(bottom - top, ROWS) * length);
      for (int i = top; i < bottom; i += ROWS) {
        Panels.copyColumns(
            a.values(), a.row(start) + i, a.stride(), length, panelsOfA, (i - top) * length, ROWS);
      }
      for (int panel = firstPanel; panel < endPanel; panel++) {
        int b0 = panel * LINE * length;
        int column = panel * LINE;
        for (int i = top; i < bottom; i += ROWS) {
          int a0 = (i - top) * length;
          if (bottom - i >= ROWS) {
            Tile.panel(
                length, panelsOfA, a0, packed, b0, c.values(), c.row(i) + column, c.stride(), add);
          } else {
            edge(panelsOfA, a0, b0, i, bottom - i, column, scratch);
          }
        }
      }
    }

    /** A tile that would reach below c: made beside it, then its upper rows are taken. */
    private void edge(
        float[] panel, int a0, int b0, int top, int rows, int column, Scratch scratch) {
      Tile.panel(length, panel, a0, packed, b0, scratch.tile, 0, LINE, false);
      for (int i = 0; i < rows; i++) {
        Panels.takeLine(scratch.tile, i * LINE, c.values(), c.row(top + i) + column, add);
      }
    }
  }
}
