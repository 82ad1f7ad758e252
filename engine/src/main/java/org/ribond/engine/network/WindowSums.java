package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Matrix;

/**
 * What a network's layers on the windows make of the positions of one chain: for each layer the
 * sums of one window's weight rows, without bias. With those of a partner they give the layers'
 * pre-activations for every pair of positions.
 */
public final class WindowSums implements AutoCloseable {
  private final List<Matrix> layers;

  WindowSums(List<Matrix> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Number of positions. */
  public int positions() {
    return layers.getFirst().rows();
  }

  /** Memory that they take, without padding. */
  public long bytes() {
    return layers.stream().mapToLong(m -> (long) Float.BYTES * m.rows() * m.columns()).sum();
  }

  /** Sums of window layer {@code number}, positions x width. */
  Matrix of(int number) {
    return layers.get(number);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    layers.forEach(Matrix::close);
  }
}
