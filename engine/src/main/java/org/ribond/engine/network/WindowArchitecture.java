package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Activation;

/**
 * Shape of a network on windows: gather-sum of the windows into the first hidden layer, further
 * hidden layers, a linear layer, softmax. Each hidden layer is followed by the activation and, in
 * training, dropout.
 *
 * @param windows inputs, in order
 * @param kind what the hidden layers are made of
 * @param hidden units of each hidden layer, at least one layer
 * @param activation of every hidden layer; linear unless they are dense, for the other kinds have a
 *     non-linearity of their own
 * @param dropout probability that a hidden unit is dropped in training, 0 for none
 * @param classes outputs, at least 2
 */
public record WindowArchitecture(
    List<Window> windows,
    LayerKind kind,
    List<Integer> hidden,
    Activation activation,
    float dropout,
    int classes)
    implements Architecture {

  public WindowArchitecture {
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
    if (kind != LayerKind.DENSE && activation != Activation.LINEAR) {
      throw new IllegalArgumentException(kind + " layers have no activation such as " + activation);
    }
  }

  /** Dense layers, each followed by {@code activation}: a multi-layer perceptron. */
  public WindowArchitecture(
      List<Window> windows,
      List<Integer> hidden,
      Activation activation,
      float dropout,
      int classes) {
    this(windows, LayerKind.DENSE, hidden, activation, dropout, classes);
  }

  /** Width of the concatenated one-hot windows. */
  public int inputWidth() {
    return windows.stream().mapToInt(Window::weightRows).sum();
  }

  @Override
  public int outputs() {
    return classes;
  }

  /** Multiply-adds of a sample in the matrix products of a network, behind its first layer. */
  public long denseProducts() {
    List<Layer> layers = Blueprint.of(this).layers();
    return layers.stream()
        .filter(DenseLayer.class::isInstance)
        .map(DenseLayer.class::cast)
        .mapToLong(layer -> (long) layers.get(layer.input()).width() * layer.width())
        .sum();
  }

  /**
   * Rows that a network of this shape takes through its layers at a time at most, where more would
   * change what it computes.
   */
  int mostRows() {
    return kind == LayerKind.BATCH_ATTENTION ? Blueprint.BATCH_ROWS : Integer.MAX_VALUE;
  }
}
