package org.ribond.engine.network;

import java.util.List;
import java.util.function.IntFunction;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/** A pass over training data, forward and backward. */
abstract class TrainingPass extends Pass {
  private final DeviceLayers network;
  private final DeviceWeights gradient;
  private final IntFunction<Matrix> outputGradients;
  private final Matrix[] gradients;
  private final Masks masks;
  private final boolean[] begun;

  /** The dropout masks of a chunk. */
  @FunctionalInterface
  interface Masks {
    /** The mask of hidden layer {@code hidden}. */
    Dropout of(int hidden);
  }

  /**
   * A pass over the rows of {@code outputs}.
   *
   * @param gradient where the gradients of the weights are added up
   * @param outputGradients a matrix for the gradient of each of {@code outputs}; asked for those
   *     alone that need one of their own
   */
  TrainingPass(
      DeviceLayers network,
      DeviceWeights gradient,
      List<Matrix> outputs,
      IntFunction<Matrix> outputGradients,
      Masks masks) {
    super(network, outputs);
    this.network = network;
    this.gradient = gradient;
    this.outputGradients = outputGradients;
    gradients = new Matrix[outputs.size()];
    this.masks = masks;
    begun = new boolean[outputs.size()];
  }

  /** Adds the gradient of a window layer's weights. */
  abstract void windowGradient(WindowLayer layer, Matrix dz);

  /** Adds the gradient of the weights of a layer on words; {@code dz} may be overwritten. */
  void lettersGradient(LettersLayer layer, Matrix dz) {
    if (layer.biased()) {
      backend().columnSums(dz, true, weightGradient(layer.biasPlace()));
    }
    float scale = layer.scale(this);
    if (scale != 1) {
      backend().scale(dz, scale);
    }
    for (int window = 0; window < layer.windows().size(); window++) {
      WindowInput input = chunk().input(layer.windows().get(window));
      backend().windowSumGradient(input, dz, weightGradient(layer.place() + window));
    }
  }

  @Override
  Dropout dropout(int hidden) {
    return hidden < 0 ? Dropout.NONE : masks.of(hidden);
  }

  /** Gradient of tensor {@code place}, to be added to. */
  Matrix weightGradient(int place) {
    return gradient.get(place);
  }

  /** Whether layer {@code number} wants to know the gradient of its output. */
  boolean wants(int number) {
    return network.layers().get(number).learns();
  }

  /** Gradient of the output of layer {@code number}. */
  Matrix gradient(int number) {
    if (gradients[number] == null) {
      gradients[number] = outputGradients.apply(number);
    }
    return gradients[number];
  }

  /**
   * Whether something stands in {@link #gradient} that is to be added to; it does after the call.
   */
  boolean begin(int number) {
    boolean before = begun[number];
    begun[number] = true;
    return before;
  }

  /** Adds {@code part} to the gradient of the output of layer {@code number}, if that learns. */
  void addGradient(int number, Matrix part) {
    if (!wants(number)) {
      return;
    }
    if (begin(number)) {
      backend().add(part, gradient(number));
    } else {
      backend().copy(part, gradient(number));
    }
  }

  /**
   * The same, but {@code part} is of no further use to the caller, so that it need not be copied.
   */
  void giveGradient(int number, Matrix part) {
    if (wants(number) && !begun[number]) {
      begun[number] = true;
      gradients[number] = part;
    } else {
      addGradient(number, part);
    }
  }

  /** Takes the gradient of the last layer's output, which stands there, back through all layers. */
  void backward() {
    List<Layer> layers = network.layers();
    for (int number = layers.size() - 1; number >= 0; number--) {
      if (layers.get(number).learns()) {
        layers.get(number).backward(this, output(number), gradient(number));
      }
    }
  }
}
