package org.ribond.engine.compute;

/**
 * A matrix of 32-bit floats, row-major, in the memory of one {@link Backend}.
 *
 * <p>The backend that allocated it chooses the distance between rows; values cross to and from the
 * host only through {@link Backend#upload(float[], Matrix)} and {@link Backend#download(Matrix,
 * float[])}, densely packed. A vector is a matrix of one row. Not thread-safe.
 */
public interface Matrix extends AutoCloseable {
  /** Number of rows, at least 0. */
  int rows();

  /** Number of columns, at least 0. */
  int columns();

  /**
   * A view of the first {@code count} rows that shares this matrix's memory; closing the view does
   * nothing.
   *
   * @throws IllegalArgumentException if {@code count} is negative or more than {@link #rows()}
   */
  Matrix leadingRows(int count);

  /** Gives the memory back. Closing twice is harmless; any other use after it is an error. */
  @Override
  void close();
}
