package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Attention;

/**
 * The tensors and the layers of an architecture, in order. Layers refer to layers before them by
 * number; the last one gives the logits.
 */
final class Blueprint {
  /** Tokens of a sample in {@link LayerKind#ATTENTION}. */
  static final int TOKENS = 8;

  /** Channels of a token. */
  static final int TOKEN_WIDTH = 16;

  /** Samples that see one another in {@link LayerKind#BATCH_ATTENTION}. */
  static final int BATCH_ROWS = 64;

  private static final int INPUT = -1;
  private static final int NO_MASK = -1;

  private final WindowArchitecture architecture;
  private final List<TensorShape> tensors = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private int windowLayers;
  private int dense;

  private Blueprint(WindowArchitecture architecture) {
    this.architecture = architecture;
  }

  static Blueprint of(WindowArchitecture architecture) {
    Blueprint blueprint = new Blueprint(architecture);
    int below = INPUT;
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      below = blueprint.hidden(layer, below);
    }
    blueprint.dense(below, architecture.classes(), Activation.LINEAR, NO_MASK);
    return blueprint;
  }

  /**
   * The same function with a way past the rectifier of the first layer, as {@link TurnedUnits} has
   * it.
   *
   * @param architecture one of dense, rectified layers
   */
  static Blueprint turned(WindowArchitecture architecture) {
    Blueprint blueprint = new Blueprint(architecture);
    int below = blueprint.bypassed(blueprint.hidden(0, INPUT), architecture.hidden().get(1));
    for (int layer = 2; layer < architecture.hidden().size(); layer++) {
      below = blueprint.hidden(layer, below);
    }
    blueprint.dense(below, architecture.classes(), Activation.LINEAR, NO_MASK);
    return blueprint;
  }

  List<TensorShape> tensors() {
    return tensors;
  }

  List<Layer> layers() {
    return layers;
  }

  /** Adds hidden layer {@code layer} on top of layer {@code below}; returns its number. */
  private int hidden(int layer, int below) {
    int units = architecture.hidden().get(layer);
    String name = (layer + 1) + ".";
    return switch (architecture.kind()) {
      case DENSE -> activated(layer, below, units);
      case GAUSSIAN -> dense(gaussian("gaussian." + name, below), units, layer);
      case GATED -> dense(gate("gate." + name, below), units, layer);
      case ATTENTION, BATCH_ATTENTION -> dense(attention("attention." + name, below), units, layer);
    };
  }

  private int dense(int below, int units, int layer) {
    return dense(below, units, Activation.LINEAR, layer);
  }

  /** A dense layer with an activation, on top of the windows or of layer {@code below}. */
  private int activated(int layer, int below, int units) {
    Activation activation = architecture.activation();
    boolean isReversible = activation.isReversible();
    Activation fused = isReversible ? activation : Activation.LINEAR;
    int mask = isReversible ? layer : NO_MASK;
    int number =
        below == INPUT ? window("window.", units, fused, mask) : dense(below, units, fused, mask);
    return isReversible ? number : add(new ActivationLayer(number, units, activation, layer));
  }

  private int gaussian(String name, int below) {
    int input = below == INPUT ? oneHot() : below;
    int width = layers.get(input).width();
    int place = tensors.size();
    tensors.add(new TensorShape(name + "centres", 1, width, TensorShape.Start.UNIT, 0));
    tensors.add(new TensorShape(name + "widths", 1, width, TensorShape.Start.UNIT, 0));
    return add(new GaussianLayer(input, width, place));
  }

  private int gate(String name, int below) {
    int input = below == INPUT ? oneHot() : below;
    int width = layers.get(input).width();
    int linear = window(name + "linear.", width, Activation.LINEAR, NO_MASK);
    int tanh = window(name + "tanh.", width, Activation.TANH, NO_MASK);
    int sigmoid = window(name + "sigmoid.", width, Activation.SIGMOID, NO_MASK);
    int product = add(new ProductLayer(linear, tanh, width));
    int sum = add(new SumLayer(input, product, width));
    return add(new ProductLayer(sum, sigmoid, width));
  }

  private int attention(String name, int below) {
    boolean acrossRows = architecture.kind() == LayerKind.BATCH_ATTENTION;
    int input = below == INPUT ? oneHot() : below;
    int width = layers.get(input).width();
    int inner = acrossRows ? width : TOKENS * TOKEN_WIDTH;
    int queries = projection(name + "query.", below, inner);
    int keys = projection(name + "key.", below, inner);
    int values = projection(name + "value.", below, inner);
    Attention rule = acrossRows ? Attention.BATCH : Attention.ofTokens(TOKENS);
    int attention = add(new AttentionLayer(queries, keys, values, inner, rule));
    int back = denseNamed(name + "out.", attention, width, Activation.LINEAR, NO_MASK);
    return add(new SumLayer(input, back, width));
  }

  private int projection(String name, int below, int width) {
    return below == INPUT
        ? window(name, width, Activation.LINEAR, NO_MASK)
        : denseNamed(name, below, width, Activation.LINEAR, NO_MASK);
  }

  private int oneHot() {
    return add(
        new WindowLayer(
            windowLayers++,
            architecture.inputWidth(),
            architecture.windows().size(),
            WindowLayer.ONE_HOT,
            Activation.LINEAR,
            NO_MASK));
  }

  private int window(String name, int width, Activation activation, int mask) {
    return add(windowLayer(name, width, activation, mask));
  }

  private WindowLayer windowLayer(String name, int width, Activation activation, int mask) {
    int place = tensors.size();
    int inputs = architecture.inputWidth();
    for (Window window : architecture.windows()) {
      tensors.add(
          new TensorShape(
              name + window.name(), window.weightRows(), width, TensorShape.Start.GLOROT, inputs));
    }
    tensors.add(TensorShape.bias(name + "bias", width));
    int windows = architecture.windows().size();
    return new WindowLayer(windowLayers++, width, windows, place, activation, mask);
  }

  private int bypassed(int below, int width) {
    WindowLayer bypass = windowLayer("bypass.", width, Activation.LINEAR, NO_MASK);
    dense++;
    int place = weights("dense." + dense + ".", layers.get(below).width(), width);
    return add(new BypassLayer(below, bypass, place, architecture.activation()));
  }

  private int dense(int below, int width, Activation activation, int mask) {
    dense++;
    return denseNamed("dense." + dense + ".", below, width, activation, mask);
  }

  private int denseNamed(String name, int below, int width, Activation activation, int mask) {
    int place = weights(name, layers.get(below).width(), width);
    tensors.add(TensorShape.bias(name + "bias", width));
    return add(new DenseLayer(below, width, place, activation, mask));
  }

  private int weights(String name, int inputs, int width) {
    tensors.add(new TensorShape(name + "weights", inputs, width, TensorShape.Start.GLOROT, inputs));
    return tensors.size() - 1;
  }

  private int add(Layer layer) {
    layers.add(layer);
    return layers.size() - 1;
  }
}
