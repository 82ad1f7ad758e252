package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/** Matrices of a network on a backend that never change. */
final class Constants {
  private final List<Matrix> oneHot = new ArrayList<>();
  private final Map<Integer, Matrix> zeros = new HashMap<>();

  /** What {@code layers} need, in {@code memory}. */
  Constants(Backend backend, List<Window> windows, List<Layer> layers, DeviceMemory memory) {
    for (Layer layer : layers) {
      if (layer instanceof WindowLayer window && window.isOneHot() && oneHot.isEmpty()) {
        addOneHot(backend, windows, window.width(), memory);
      }
      if (layer instanceof ActivationLayer activation) {
        zeros.computeIfAbsent(activation.width(), width -> memory.matrix(1, width));
      }
    }
  }

  private void addOneHot(Backend backend, List<Window> windows, int width, DeviceMemory memory) {
    int column = 0;
    for (Window window : windows) {
      float[] values = new float[window.weightRows() * width];
      for (int row = 0; row < window.weightRows(); row++) {
        values[row * width + column++] = 1;
      }
      Matrix matrix = memory.matrix(window.weightRows(), width);
      backend.upload(values, matrix);
      oneHot.add(matrix);
    }
  }

  /** For each window the rows whose sums are the concatenated one-hot windows. */
  List<Matrix> oneHot() {
    return oneHot;
  }

  /** A row of zeros. */
  Matrix zeros(int width) {
    return zeros.get(width);
  }
}
