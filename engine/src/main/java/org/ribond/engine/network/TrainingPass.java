package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** A pass over training samples, forward and backward. */
final class TrainingPass extends Pass {
  private final Network network;
  private final DeviceWeights gradient;
  private final List<Matrix> outputGradients;
  private final Samples samples;
  private final int first;
  private final Masks masks;
  private final boolean[] begun;

  /** The dropout masks of a chunk. */
  @FunctionalInterface
  interface Masks {
    /** The mask of hidden layer {@code hidden}. */
    Dropout of(int hidden);
  }

  /**
   * A pass over the samples from {@code first} on, as many as {@code outputs} have rows.
   *
   * @param gradient where the gradients of the weights are added up
   * @param outputGradients the gradient of each of {@code outputs}
   */
  TrainingPass(
      Network network,
      DeviceWeights gradient,
      List<Matrix> outputs,
      List<Matrix> outputGradients,
      Samples samples,
      int first,
      Masks masks) {
    super(network.deviceLayers(), outputs);
    this.network = network;
    this.gradient = gradient;
    this.outputGradients = outputGradients;
    this.samples = samples;
    this.first = first;
    this.masks = masks;
    begun = new boolean[outputs.size()];
  }

  @Override
  void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
    List<Matrix> rows = layer.rows(weights(), constants());
    backend().windowSum(network.windowInputs(samples, first), rows, output, epilogue);
  }

  /** Adds the gradient of a window layer's weights. */
  void windowGradient(WindowLayer layer, Matrix dz) {
    var inputs = network.windowInputs(samples, first);
    for (int window = 0; window < inputs.size(); window++) {
      backend().windowSumGradient(inputs.get(window), dz, gradient.get(layer.place() + window));
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
    return network.deviceLayers().layers().get(number).learns();
  }

  /** Gradient of the output of layer {@code number}. */
  Matrix gradient(int number) {
    return outputGradients.get(number);
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

  /** Takes the gradient of the last layer's output, which stands there, back through all layers. */
  void backward() {
    List<Layer> layers = network.deviceLayers().layers();
    for (int number = layers.size() - 1; number >= 0; number--) {
      if (layers.get(number).learns()) {
        layers.get(number).backward(this, output(number), gradient(number));
      }
    }
  }
}
