package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** What the layers of a network see while one chunk of samples goes through them. */
abstract class Pass {
  private final DeviceLayers network;
  private final List<Matrix> outputs;
  private boolean isFirstCycle = true;

  /**
   * A pass over the rows of {@code outputs}.
   *
   * @param network the layers
   * @param outputs output of each
   */
  Pass(DeviceLayers network, List<Matrix> outputs) {
    this.network = network;
    this.outputs = outputs;
  }

  final Backend backend() {
    return network.backend();
  }

  /** The network's weights. */
  final DeviceWeights weights() {
    return network.weights();
  }

  /** The network's constants. */
  final Constants constants() {
    return network.constants();
  }

  /** Output of layer {@code number}. */
  final Matrix output(int number) {
    return outputs.get(number);
  }

  /** Sums of the rows of a window layer that each sample's letters select. */
  abstract void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue);

  /** The sequences that go through, if it is sequences. */
  ChainChunk chunk() {
    throw new IllegalStateException("a layer on chains in a network on windows");
  }

  /** The mask of hidden layer {@code hidden}, or none if that is negative. */
  abstract Dropout dropout(int hidden);

  /** Whether layers go forward for the first time. */
  final boolean isFirstCycle() {
    return isFirstCycle;
  }

  /** Takes all layers forward. */
  final void forward() {
    forward(1);
  }

  /**
   * Takes all layers forward, those from the first recycled one on {@code cycles} times.
   *
   * @param cycles at least 1
   */
  final void forward(int cycles) {
    List<Layer> layers = network.layers();
    int from = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      isFirstCycle = cycle == 0;
      for (int number = from; number < layers.size(); number++) {
        layers.get(number).forward(this, outputs.get(number));
      }
      from = recycled(layers);
    }
  }

  /** The first recycled layer, or the number of layers without any. */
  private static int recycled(List<Layer> layers) {
    int number = 0;
    while (number < layers.size() && !(layers.get(number) instanceof RecycledLayer)) {
      number++;
    }
    return number;
  }
}
