package org.ribond.engine.compute.vector;

import org.ribond.engine.compute.Ints;

/** A list of integers on the Java heap. */
final class VectorInts implements Ints {
  private final int length;
  private int[] values;

  VectorInts(int length) {
    this.length = length;
    values = new int[length];
  }

  static int[] of(Ints list) {
    if (!(list instanceof VectorInts own)) {
      throw new IllegalArgumentException("list belongs to another backend: " + list.getClass());
    }
    if (own.values == null) {
      throw new IllegalStateException("list of " + own.length + " integers is closed");
    }
    return own.values;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() {
    values = null;
  }
}
