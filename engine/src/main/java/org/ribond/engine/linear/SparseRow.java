package org.ribond.engine.linear;

import java.util.Arrays;

/** The features of a sample that are not zero, by ascending number; reused from row to row. */
public final class SparseRow {
  private int[] columns = new int[64];
  private double[] values = new double[64];
  private int count;

  /** Takes all features out. */
  public void clear() {
    count = 0;
  }

  /** Adds a feature whose number is higher than those before. */
  public void add(int column, double value) {
    if (count == columns.length) {
      columns = Arrays.copyOf(columns, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    columns[count] = column;
    values[count++] = value;
  }

  /** Number of features that are not zero. */
  public int count() {
    return count;
  }

  /** Number of the {@code i}th of them. */
  public int column(int i) {
    return columns[i];
  }

  /** Value of the {@code i}th of them. */
  public double value(int i) {
    return values[i];
  }

  /**
   * Sum of products of the features {@code from} to {@code to - 1} with {@code dense}, the first at
   * the offset.
   */
  public double dot(double[] dense, int offset, int from, int to) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      if (columns[i] >= from && columns[i] < to) {
        sum += values[i] * dense[offset + columns[i] - from];
      }
    }
    return sum;
  }

  /** Adds {@code factor} times the features up to place {@code last} to {@code dense}. */
  public void addScaled(double factor, int last, double[] dense, int offset) {
    for (int i = 0; i <= last; i++) {
      dense[offset + columns[i]] += factor * values[i];
    }
  }

  /**
   * Adds {@code factor} times the features {@code from} to {@code to - 1} to {@code dense}, the
   * first at the offset.
   */
  public void addScaled(double factor, int from, int to, double[] dense, int offset) {
    for (int i = 0; i < count; i++) {
      if (columns[i] >= from && columns[i] < to) {
        dense[offset + columns[i] - from] += factor * values[i];
      }
    }
  }
}
