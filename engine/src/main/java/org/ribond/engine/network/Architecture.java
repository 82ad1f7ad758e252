package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Activation;

/**
 * Shape of a multi-layer perceptron on windows: gather-sum of the windows into the first hidden
 * layer, dense layers, softmax. Each hidden layer is followed by the activation and, in training,
 * dropout.
 *
 * @param windows inputs, in order
 * @param hidden units of each hidden layer, at least one layer
 * @param activation of every hidden layer
 * @param dropout probability that a hidden unit is dropped in training, 0 for none
 * @param classes outputs, at least 2
 */
public record Architecture(
    List<Window> windows, List<Integer> hidden, Activation activation, float dropout, int classes) {

  public Architecture {
    windows = List.copyOf(windows);
    hidden = List.copyOf(hidden);
    if (windows.isEmpty() || hidden.isEmpty() || classes < 2) {
      throw new IllegalArgumentException(
          "a network needs a window, a hidden layer and two classes; given "
              + windows.size()
              + ", "
              + hidden.size()
              + " and "
              + classes);
    }
    if (hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException("hidden layers " + hidden + " have an empty one");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout " + dropout + " is not in [0, 1)");
    }
  }

  /** Width of the concatenated one-hot windows. */
  public int inputWidth() {
    return windows.stream().mapToInt(Window::weightRows).sum();
  }
}
