package org.ribond.engine.compute;

/** A list of 32-bit integers in the memory of one {@link Backend}: letters, positions, labels. */
public interface Ints extends AutoCloseable {
  /** Number of integers, at least 0. */
  int length();

  /** Gives the memory back. Closing twice is harmless; any other use after it is an error. */
  @Override
  void close();
}
