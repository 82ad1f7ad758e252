package org.ribond.engine.compute.vector;

import java.util.Optional;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Matrix;

/**
 * A matrix on the Java heap. Rows are padded to whole cache lines, so that no kernel needs a scalar
 * tail: kernels read and write the padding freely, and nothing that they store in a column depends
 * on the padding of another.
 */
final class VectorMatrix implements Matrix {
  /** Rows this far apart would compete for the same few sets of a cache. */
  private static final int ALIASING = 256;

  private final int rows;
  private final int columns;
  private final int stride;
  private final boolean view;
  private float[] values;
  private Optional<FrozenPanels> frozen = Optional.empty();

  private VectorMatrix(int rows, int columns, int stride, boolean view, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.view = view;
    this.values = values;
  }

  /** A matrix of zeros. */
  static VectorMatrix allocate(int rows, int columns) {
    int stride = stride(columns);
    long count = (long) rows * stride;
    if (count > Integer.MAX_VALUE - 64) {
      throw new DeviceMemoryException(
          "a matrix of " + rows + "x" + columns + " is more than a Java array holds",
          4 * count,
          -1);
    }
    try {
      return new VectorMatrix(rows, columns, stride, false, new float[(int) count]);
    } catch (OutOfMemoryError e) {
      Runtime runtime = Runtime.getRuntime();
      long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
      DeviceMemoryException failure =
          new DeviceMemoryException(
              String.format(
                  "no room on the Java heap for a matrix of %dx%d: %d MB needed, %d MB free",
                  rows, columns, (4 * count) >> 20, free >> 20),
              4 * count,
              free);
      failure.initCause(e);
      throw failure;
    }
  }

  /** Floats that a matrix of this shape takes with its padding. */
  static int length(int rows, int columns) {
    return Math.multiplyExact(rows, stride(columns));
  }

  /** A matrix in working memory of at least {@link #length} floats, which hold anything. */
  static VectorMatrix over(float[] values, int rows, int columns) {
    return new VectorMatrix(rows, columns, stride(columns), true, values);
  }

  /** Distance between rows: depends on the columns alone, so equal shapes have equal layouts. */
  private static int stride(int columns) {
    int stride = Lanes.roundUp(columns, Lanes.LINE);
    return stride > 0 && stride % ALIASING == 0 ? stride + Lanes.LINE : stride;
  }

  static VectorMatrix of(Matrix matrix) {
    if (matrix instanceof VectorMatrix own) {
      return own;
    }
    throw new IllegalArgumentException("matrix belongs to another backend: " + matrix.getClass());
  }

  /**
   * The matrix that an operation writes.
   *
   * @throws IllegalStateException if it is frozen
   */
  static VectorMatrix target(Matrix matrix) {
    VectorMatrix own = of(matrix);
    if (own.frozen.isPresent()) {
      throw new IllegalStateException(
          "matrix of " + own.rows + "x" + own.columns + " is frozen: it cannot be written");
    }
    return own;
  }

  /** See {@link org.ribond.engine.compute.Backend#freeze}. */
  void freeze() {
    if (frozen.isEmpty()) {
      frozen = Optional.of(new FrozenPanels());
    }
  }

  /** Where products keep what they make of this matrix, if it is frozen. */
  Optional<FrozenPanels> frozen() {
    return frozen;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** Columns with their padding up to a whole cache line. */
  int width() {
    return Lanes.roundUp(columns, Lanes.LINE);
  }

  /** Distance in {@link #values} between the beginnings of rows, a multiple of a cache line. */
  int stride() {
    return stride;
  }

  /** Index in {@link #values} of column 0 of a row. */
  int row(int row) {
    return row * stride;
  }

  /** The elements with padding; longer than this matrix if it is a view. */
  float[] values() {
    if (values == null) {
      throw new IllegalStateException("matrix of " + rows + "x" + columns + " is closed");
    }
    return values;
  }

  @Override
  public VectorMatrix leadingRows(int count) {
    if (count < 0 || count > rows) {
      throw new IllegalArgumentException("leadingRows: " + count + " of " + rows);
    }
    return new VectorMatrix(count, columns, stride, true, values());
  }

  @Override
  public void close() {
    if (!view) {
      values = null;
      frozen = Optional.empty();
    }
  }
}
