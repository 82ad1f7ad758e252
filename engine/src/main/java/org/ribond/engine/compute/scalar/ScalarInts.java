package org.ribond.engine.compute.scalar;

import org.ribond.engine.compute.Ints;

/** A list of integers on the Java heap. */
final class ScalarInts implements Ints {
  final int[] values;

  ScalarInts(int length) {
    values = new int[length];
  }

  static int[] of(Ints list) {
    if (list instanceof ScalarInts own) {
      return own.values;
    }
    throw new IllegalArgumentException("list belongs to another backend: " + list.getClass());
  }

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public void close() {
    // The collector frees the array.
  }
}
