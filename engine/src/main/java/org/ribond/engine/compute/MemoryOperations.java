package org.ribond.engine.compute;

import java.util.List;

/**
 * Memory of a {@link Backend}, and formulas on the host for operations that it has no kernel for.
 */
public interface MemoryOperations {
  /**
   * Allocates a matrix of zeros.
   *
   * @throws DeviceMemoryException if the device has not enough memory
   */
  Matrix allocate(int rows, int columns);

  /**
   * Allocates a list of zeros.
   *
   * @throws DeviceMemoryException if the device has not enough memory
   */
  Ints allocateInts(int length);

  /** Copies {@code values} (rows x columns, dense) into {@code to}. */
  void upload(float[] values, Matrix to);

  /** Copies {@code values}, as many as {@code to} is long, into {@code to}. */
  void upload(int[] values, Ints to);

  /**
   * Waits for queued work, then copies {@code from} into {@code values} (rows x columns, dense).
   */
  void download(Matrix from, float[] values);

  /** Sets every element to {@code value}. */
  void fill(Matrix matrix, float value);

  /** Copies {@code from} into {@code to}, which has the same shape and shares no memory with it. */
  void copy(Matrix from, Matrix to);

  /**
   * Promises that {@code matrix} will not be written any more, so that products may keep what they
   * make of it. A backend need not notice a broken promise.
   */
  default void freeze(Matrix matrix) {
    // Nothing is kept.
  }

  /** Waits until all queued work is done. */
  void synchronize();

  /**
   * Runs a formula on the host, in double: how a backend does an operation that it has no kernel
   * for. Waits for queued work.
   *
   * @param inputs matrices that the formula reads
   * @param results matrices that it reads and changes
   */
  default void onHost(List<Matrix> inputs, List<Matrix> results, HostFormula formula) {
    List<double[]> changed = HostFormula.download(this, results);
    formula.apply(HostFormula.download(this, inputs), changed);
    HostFormula.upload(this, changed, results);
  }
}
