package org.ribond.engine.compute.scalar;

import org.ribond.engine.compute.Matrix;

/**
 * A dense matrix of doubles. The backend rounds what it stores to float, unless it was started
 * without rounding for gradient checks.
 */
public final class ScalarMatrix implements Matrix {
  private final int rows;
  private final int columns;
  final double[] values;

  ScalarMatrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  static ScalarMatrix of(Matrix matrix) {
    if (matrix instanceof ScalarMatrix own) {
      return own;
    }
    throw new IllegalArgumentException("matrix belongs to another backend: " + matrix.getClass());
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** Element (row, column), unrounded. */
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** Sets element (row, column), unrounded: for gradient checks. */
  public void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }

  @Override
  public ScalarMatrix leadingRows(int count) {
    if (count < 0 || count > rows) {
      throw new IllegalArgumentException("leadingRows: " + count + " of " + rows);
    }
    return new ScalarMatrix(count, columns, values);
  }

  @Override
  public void close() {
    // The collector frees the array.
  }
}
