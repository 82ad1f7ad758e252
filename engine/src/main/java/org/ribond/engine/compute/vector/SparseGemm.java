package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.SparseTile.COLUMNS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The product of {@link Gemm} where most elements of op(a) are 0, as they are behind a rectifier
 * and dropout: two rows of {@code c} at a time are sums of those rows of op(b) of which one factor
 * is not 0.
 *
 * <p>What is left out would add {@code 0 * b = 0}, and sums are taken in the same order and cut at
 * the same places as in the dense product, so the results are the same bits. There are two cases in
 * which 0 times b matters. Where an element of op(b) is not finite the product would be NaN: op(b)
 * is searched while it is copied, and the dense product does the work if one is found. And where a
 * product of numbers that are not 0 is too small for a float, the sign of a sum of 0 may differ.
 */
final class SparseGemm {
  /** Multiplications below which a product is not worth looking at. */
  private static final long LEAST_WORK = 1 << 18;

  private static final long ROW_BYTES = (long) Float.BYTES * COLUMNS;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final Workers workers;
  private final Scratch[] scratch;
  private MemorySegment packed = MemorySegment.NULL;

  SparseGemm(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /**
   * Whether leaving out the zeros of {@code a} is likely to be faster. On a Zen 4 with 512-bit
   * vectors an inner index at which one of two rows is not 0 costs a little more than one in the
   * dense product; copying and listing cost an eighth of that product and what 32 columns of it do.
   */
  static boolean suits(boolean transposeA, VectorMatrix a, VectorMatrix c) {
    if ((long) a.rows() * a.columns() * c.columns() < LEAST_WORK) {
      return false;
    }
    double most = mostDensity(c.columns());
    return most > 0 && NonZeros.density(transposeA, a) <= most;
  }

  /** The density of {@link NonZeros} up to which zeros are best left out. */
  static double mostDensity(int columns) {
    return (0.88 * columns - 32) / (1.05 * panels(columns) * COLUMNS);
  }

  /**
   * Does a part of a product.
   *
   * @return false, with {@code c} as it was, if an element of op(b) is not finite
   */
  boolean multiply(
      boolean transposeA,
      boolean transposeB,
      VectorMatrix a,
      VectorMatrix b,
      Gemm.Part part,
      VectorMatrix c) {
    long bytes = (long) Float.BYTES * roundUp(c.columns(), COLUMNS) * part.length();
    Optional<MemorySegment> panels;
    if (b.frozen().isPresent()) {
      FrozenPanels kept = b.frozen().get();
      panels =
          kept.sparse(
              transposeB, part, () -> pack(transposeB, b, part, c.columns(), memory(bytes)));
    } else {
      if (packed.byteSize() < bytes) {
        packed = memory(bytes);
      }
      panels = pack(transposeB, b, part, c.columns(), packed);
    }
    if (panels.isEmpty()) {
      return false;
    }
    Product product = new Product(transposeA, a, panels.get(), part, c);
    workers.run(product.blocks(), product);
    return true;
  }

  private static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(bytes, (long) Float.BYTES * LINE);
  }

  /** Fills {@code panels}; they are empty if an element of op(b) is not finite. */
  private Optional<MemorySegment> pack(
      boolean transpose, VectorMatrix b, Gemm.Part part, int columns, MemorySegment panels) {
    Packing packing = new Packing(transpose, b, part, columns, panels);
    workers.run(panels(columns), packing);
    return packing.finite ? Optional.of(panels) : Optional.empty();
  }

  private static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /** Copies a part of op(b) into panels, one a block. */
  private final class Packing implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix b;
    private final Gemm.Part part;
    private final int columns;
    private final MemorySegment packed;

    /** Whether all that was copied is. */
    private volatile boolean finite = true;

    Packing(boolean transpose, VectorMatrix b, Gemm.Part part, int columns, MemorySegment packed) {
      this.transpose = transpose;
      this.b = b;
      this.part = part;
      this.columns = columns;
      this.packed = packed;
    }

    @Override
    public void run(int panel, int worker) {
      int column = panel * COLUMNS;
      int width = Math.min(COLUMNS, columns - column);
      int length = part.length();
      boolean allFinite;
      if (transpose) {
        int from = b.row(column) + part.start();
        float[] rows = scratch[worker].floats(COLUMNS * length);
        Panels.transposeRows(b.values(), from, b.stride(), width, length, rows, 0, COLUMNS);
        allFinite = copy(rows, 0, COLUMNS, length, width, panel);
      } else {
        int from = b.row(part.start()) + column;
        allFinite = copy(b.values(), from, b.stride(), length, width, panel);
      }
      if (!allFinite) {
        finite = false;
      }
    }

    /** Copies {@code width} columns and some padding; whether the columns are finite. */
    private boolean copy(float[] from, int at, int stride, int rows, int width, int panel) {
      long target = ROW_BYTES * panel * rows;
      VectorMask<Float> last = FLOATS.indexInRange(width / COUNT * COUNT, width);
      FloatVector zero = FloatVector.zero(FLOATS);
      FloatVector sum = zero;
      for (int p = 0; p < rows; p++) {
        int row = at + p * stride;
        int j = 0;
        for (; j + COUNT <= width; j += COUNT) {
          FloatVector line = FloatVector.fromArray(FLOATS, from, row + j);
          sum = line.mul(zero).add(sum);
          line.intoMemorySegment(packed, target + (long) Float.BYTES * j, ORDER);
        }
        if (j < width) {
          FloatVector line = FloatVector.fromArray(FLOATS, from, row + j, last);
          sum = line.mul(zero).add(sum);
          line.intoMemorySegment(packed, target + (long) Float.BYTES * j, ORDER);
        }
        target += ROW_BYTES;
      }
      return sum.compare(VectorOperators.EQ, 0).allTrue();
    }
  }

  /** A part of the product, in blocks of rows and, where those are few, of panels. */
  private final class Product implements Workers.Task {
    private final boolean transpose;
    private final VectorMatrix a;
    private final MemorySegment packed;
    private final Gemm.Part part;
    private final VectorMatrix c;
    private final int blockRows;
    private final int rowBlocks;
    private final int columnBlocks;

    Product(
        boolean transpose, VectorMatrix a, MemorySegment packed, Gemm.Part part, VectorMatrix c) {
      this.packed = packed;
      this.transpose = transpose;
      this.a = a;
      this.part = part;
      this.c = c;
      boolean isLong = !transpose && c.rows() >= 2 * workers.threads() * NonZeros.MOST_ROWS;
      int most = isLong ? NonZeros.MOST_ROWS : NonZeros.MOST_COLUMNS;
      rowBlocks = (c.rows() + most - 1) / most;
      blockRows = roundUp((c.rows() + rowBlocks - 1) / rowBlocks, 2);
      int enough = (2 * workers.threads() + rowBlocks - 1) / rowBlocks;
      columnBlocks = Math.min(enough, panels(c.columns()));
    }

    int blocks() {
      return rowBlocks * columnBlocks;
    }

    @Override
    public void run(int block, int worker) {
      Scratch own = scratch[worker];
      int top = block / columnBlocks * blockRows;
      int bottom = Math.min(top + blockRows, c.rows());
      NonZeros elements = own.nonZeros;
      if (transpose) {
        elements.ofColumns(a, top, bottom, part.start(), part.length());
      } else {
        elements.ofRows(a, top, bottom, part.start(), part.length());
      }
      int first = panel(block % columnBlocks);
      int end = panel(block % columnBlocks + 1);
      float[] aside = own.floats(2 * COLUMNS);
      for (int panel = first; panel < end; panel++) {
        for (int row = top; row < bottom; row += 2) {
          twoRows(elements, panel, (row - top) / 2, row, Math.min(row + 2, bottom), aside);
        }
      }
      int to = Math.min(end * COLUMNS, roundUp(c.columns(), LINE));
      Epilogues.apply(part.epilogue(), c, top, bottom, first * COLUMNS, to, own);
    }

    /** First panel of a block of columns. */
    private int panel(int columnBlock) {
      return panels(c.columns()) * columnBlock / columnBlocks;
    }

    /** Makes one panel of two rows, beside {@code c} where it does not fit or is added. */
    private void twoRows(
        NonZeros elements, int panel, int pair, int top, int bottom, float[] aside) {
      int column = panel * COLUMNS;
      int width = Math.min(COLUMNS, roundUp(c.columns() - column, LINE));
      boolean fits = !part.add() && width == COLUMNS && bottom - top == 2;
      SparseTile.multiply(
          elements.places(),
          elements.upper(),
          elements.lower(),
          elements.first(pair),
          elements.end(pair),
          packed,
          ROW_BYTES * panel * part.length(),
          fits ? c.values() : aside,
          fits ? c.row(top) + column : 0,
          fits ? c.stride() : COLUMNS);
      if (!fits) {
        for (int i = top; i < bottom; i++) {
          Panels.take(aside, (i - top) * COLUMNS, width, c.values(), c.row(i) + column, part.add());
        }
      }
    }
  }
}
