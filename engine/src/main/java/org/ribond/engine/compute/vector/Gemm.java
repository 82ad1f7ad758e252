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
  static final int DEPTH = 512;

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
    boolean isSparse = SparseGemm.suits(transposeA, a, c);
    LeftSide left = left(transposeA, a);
    RightSide right = new RightSide.Whole(transposeB, b);
    for (int i = 0; i < parts(k); i++) {
      Part part = part(i, k, accumulate, epilogue);
      if (!isSparse || !sparse.multiply(transposeA, transposeB, a, b, part, c)) {
        multiply(left, right, part, c);
      }
    }
  }

  /** A product of {@code k} inner indices, zeros and all. */
  void multiply(
      LeftSide left,
      RightSide right,
      int k,
      boolean accumulate,
      VectorMatrix c,
      Epilogue epilogue) {
    for (int i = 0; i < parts(k); i++) {
      multiply(left, right, part(i, k, accumulate, epilogue), c);
    }
  }

  private static int parts(int k) {
    return Math.max(Math.ceilDiv(k, DEPTH), 1);
  }

  private static Part part(int number, int k, boolean accumulate, Epilogue epilogue) {
    int parts = parts(k);
    int depth = roundUp(Math.ceilDiv(k, parts), ROWS);
    int start = number * depth;
    Epilogue last = number == parts - 1 ? epilogue : Epilogue.NONE;
    return new Part(start, Math.min(depth, k - start), accumulate || number > 0, last);
  }

  private static LeftSide left(boolean transpose, VectorMatrix a) {
    return transpose ? new LeftSide.Transposed(a) : new LeftSide.Standing(a);
  }

  /** A part of the product, zeros and all. */
  void dense(
      boolean transposeA,
      boolean transposeB,
      VectorMatrix a,
      VectorMatrix b,
      Part part,
      VectorMatrix c) {
    multiply(left(transposeA, a), new RightSide.Whole(transposeB, b), part, c);
  }

  /** A part of a product. */
  void multiply(LeftSide left, RightSide right, Part part, VectorMatrix c) {
    boolean share = (long) c.rows() * c.columns() * part.length() >= WORTH_SHARING;
    int size = Math.multiplyExact(roundUp(c.columns(), LINE), part.length());
    float[] panels =
        right
            .kept(part, () -> pack(share, right, part, c.columns(), new float[size]))
            .orElseGet(() -> pack(share, right, part, c.columns(), packed(size)));
    Product product = new Product(left, panels, part, c, scratch);
    run(share, product.blocks(), product);
  }

  /** Copies op(b) into panels, for those who carry out a product by themselves. */
  void pack(boolean transpose, VectorMatrix b, Part part, int columns, float[] panels) {
    boolean share = (long) columns * part.length() >= WORTH_SHARING;
    pack(share, new RightSide.Whole(transpose, b), part, columns, panels);
  }

  private float[] packed(int size) {
    if (packed.length < size) {
      packed = new float[size];
    }
    return packed;
  }

  /** Copies a part of op(b) into panels, one a block. */
  private float[] pack(boolean share, RightSide right, Part part, int columns, float[] panels) {
    run(
        share,
        Tile.panels(columns),
        (panel, worker) -> {
          int column = Tile.column(columns, panel);
          int width = Tile.column(columns, panel + 1) - column;
          int count = Math.min(width, columns - column);
          right.pack(part, column, count, width, panels, column * part.length());
        });
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
}
