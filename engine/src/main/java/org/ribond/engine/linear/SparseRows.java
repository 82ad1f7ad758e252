package org.ribond.engine.linear;

/** Samples by their features, of which most are zero. Safe for use by several threads. */
public interface SparseRows {
  /** Number of samples. */
  int rows();

  /** Number of features. */
  int columns();

  /** Writes the features of a sample to {@code into}. */
  void read(int row, SparseRow into);
}
