package org.ribond.kernels;

import org.ribond.engine.compute.Matrix;

/** A matrix in device memory whose rows start every {@link #stride()} floats. */
final class GpuMatrix implements Matrix {
  /** Rows start at multiples of four floats, so that kernels load four at a time. */
  private static final int ALIGNMENT = 4;

  /** Wide rows start at multiples of 128 bytes, a line of every cache. */
  private static final int WIDE_ALIGNMENT = 32;

  private static final int WIDE = 128;

  private final GpuBackend owner;
  private final DeviceMemory memory;
  private final GpuMatrix whole;
  private final int rows;
  private final int columns;
  private boolean closed;

  GpuMatrix(GpuBackend owner, DeviceMemory memory, int rows, int columns) {
    this.owner = owner;
    this.memory = memory;
    this.rows = rows;
    this.columns = columns;
    this.whole = this;
  }

  private GpuMatrix(GpuMatrix whole, int rows) {
    this.owner = whole.owner;
    this.memory = whole.memory;
    this.rows = rows;
    this.columns = whole.columns;
    this.whole = whole;
  }

  /** Distance between rows of a matrix of {@code columns} columns, in floats. */
  static int stride(int columns) {
    int alignment = columns < WIDE ? ALIGNMENT : WIDE_ALIGNMENT;
    return Math.max(ALIGNMENT, Math.ceilDiv(columns, alignment) * alignment);
  }

  int stride() {
    return stride(columns);
  }

  GpuBackend owner() {
    return owner;
  }

  DeviceMemory memory() {
    if (whole.closed) {
      throw new IllegalStateException("matrix is closed");
    }
    return memory;
  }

  boolean isEmpty() {
    return rows == 0 || columns == 0;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Matrix leadingRows(int count) {
    if (count < 0 || count > rows) {
      throw new IllegalArgumentException("leadingRows: " + count + " of " + rows);
    }
    return new GpuMatrix(whole, count);
  }

  @Override
  public void close() {
    if (whole == this && !closed) {
      closed = true;
      memory.close();
    }
  }
}
