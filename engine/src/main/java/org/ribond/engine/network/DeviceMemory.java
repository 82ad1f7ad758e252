package org.ribond.engine.network;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/** Matrices of one owner on a backend, given back together, the last one first. */
final class DeviceMemory implements AutoCloseable {
  private final Backend backend;
  private final Deque<Matrix> matrices = new ArrayDeque<>();

  DeviceMemory(Backend backend) {
    this.backend = backend;
  }

  /** Allocates a matrix of zeros. If the device has not enough memory, all is given back. */
  Matrix matrix(int rows, int columns) {
    try {
      Matrix matrix = backend.allocate(rows, columns);
      matrices.push(matrix);
      return matrix;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    while (!matrices.isEmpty()) {
      matrices.pop().close();
    }
  }
}
