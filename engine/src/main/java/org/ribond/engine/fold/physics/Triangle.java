package org.ribond.engine.fold.physics;

import java.util.Arrays;

/** A number for each {@code (i, j)} with {@code i <= j}, row by row in one array. */
final class Triangle {
  private final int size;
  final double[] values;

  /** Of {@code size} rows, all {@code value}. */
  Triangle(int size, double value) {
    this.size = size;
    values = new double[Math.toIntExact((long) size * (size + 1) / 2)];
    if (value != 0) {
      Arrays.fill(values, value);
    }
  }

  /** Bytes that one of {@code size} rows takes. */
  static long bytes(int size) {
    return (long) size * (size + 1) / 2 * Double.BYTES;
  }

  int size() {
    return size;
  }

  /** Where {@code (i, j)} stands in {@link #values}. */
  int at(int i, int j) {
    return (int) ((long) i * (2L * size - i - 1) / 2) + j;
  }

  double get(int i, int j) {
    return values[at(i, j)];
  }

  void set(int i, int j, double value) {
    values[at(i, j)] = value;
  }
}
