package org.ribond.engine.embed.probe;

import org.ribond.engine.linear.SparseRow;
import org.ribond.engine.linear.SparseRows;

/**
 * Some rows of a table, each column with mean 0 and variance 1 among the rows to train on; numbers
 * that are not known are 0, the mean.
 */
final class StandardRows implements SparseRows {
  private static final double LEAST_VARIANCE = 1e-12;

  private final FeatureTable table;
  private final int[] rows;
  private final double[] means;
  private final double[] scales;

  private StandardRows(FeatureTable table, int[] rows, double[] means, double[] scales) {
    this.table = table;
    this.rows = rows;
    this.means = means;
    this.scales = scales;
  }

  /** The rows to train on, which give mean and variance. */
  static StandardRows training(FeatureTable table, int[] rows) {
    int columns = table.columns();
    double[] means = new double[columns];
    double[] squares = new double[columns];
    int[] known = new int[columns];
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        double value = table.value(row, column);
        if (!Double.isNaN(value)) {
          // Welford's running mean and sum of squares.
          known[column]++;
          double deviation = value - means[column];
          means[column] += deviation / known[column];
          squares[column] += deviation * (value - means[column]);
        }
      }
    }
    double[] scales = new double[columns];
    for (int column = 0; column < columns; column++) {
      double variance = squares[column] / Math.max(1, known[column]);
      // What is the same in all rows to train on says nothing of others.
      scales[column] = variance > LEAST_VARIANCE ? 1 / Math.sqrt(variance) : 0;
    }
    return new StandardRows(table, rows, means, scales);
  }

  /** Other rows, by the same means and variances. */
  StandardRows of(int[] others) {
    return new StandardRows(table, others, means, scales);
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int columns() {
    return means.length;
  }

  @Override
  public void read(int row, SparseRow into) {
    into.clear();
    for (int column = 0; column < means.length; column++) {
      double value = (table.value(rows[row], column) - means[column]) * scales[column];
      if (!Double.isNaN(value) && value != 0) {
        into.add(column, value);
      }
    }
  }
}
