package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Matrix;

/**
 * Grouped dropout: the samples of a group share one mask, so what it drops need not be computed at
 * all. A group goes through a network of the kept units alone; with half of them dropped, a product
 * between two hidden layers costs a quarter.
 *
 * <p>A layer's kept outputs stand for all of its units: they are to be multiplied by {@code units /
 * kept}. The weights of the layer above are multiplied instead, and so are their gradients.
 */
final class ThinnedNetwork implements AutoCloseable {
  /** Rows and columns of one tensor that are kept, and the factor of its values. */
  private record Part(int[] rows, int[] columns, float factor) {}

  private final Network whole;
  private final Network thin;
  private final DeviceMemory memory;
  private final DeviceWeights gradient;
  private final List<Matrix> outputs;
  private final List<Matrix> outputGradients;

  /**
   * Prepares groups of up to {@code rows} samples.
   *
   * @throws IllegalArgumentException if the hidden layers are not dense
   */
  ThinnedNetwork(Network whole, int rows) {
    this.whole = whole;
    WindowArchitecture architecture = whole.architecture();
    if (architecture.kind() != LayerKind.DENSE) {
      throw new IllegalArgumentException(
          "grouped dropout is for dense hidden layers, not for " + architecture.kind());
    }
    WindowArchitecture kept =
        new WindowArchitecture(
            architecture.windows(),
            architecture.hidden().stream()
                .map(units -> KeptUnits.count(units, architecture.dropout()))
                .toList(),
            architecture.activation(),
            0,
            architecture.classes());
    thin = new Network(whole.backend(), kept, Weights.zeros(kept));
    memory = new DeviceMemory(whole.backend());
    try {
      gradient = new DeviceWeights(whole.backend(), Blueprint.of(kept).tensors(), memory);
      List<Layer> layers = thin.deviceLayers().layers();
      outputs = DeviceLayers.outputs(memory, layers, rows);
      outputGradients = DeviceLayers.outputs(memory, layers, rows);
    } catch (RuntimeException e) {
      thin.close();
      throw e;
    }
  }

  /**
   * Adds loss and gradient of samples {@code first} to {@code first + rows}.
   *
   * @param units units that they keep
   * @param sum the whole network's gradient, added to
   */
  void addGradient(
      KeptUnits units,
      Samples samples,
      int first,
      int rows,
      float scale,
      DeviceWeights sum,
      Matrix loss) {
    Backend backend = whole.backend();
    List<Part> parts = parts(units);
    for (int place = 0; place < parts.size(); place++) {
      Part part = parts.get(place);
      backend.submatrix(
          whole.deviceWeights().get(place),
          part.rows(),
          part.columns(),
          part.factor(),
          thin.deviceWeights().get(place));
    }
    gradient.fill(0);
    List<Matrix> chunk = Learner.leadingRows(outputs, rows);
    List<Matrix> gradients = Learner.leadingRows(outputGradients, rows);
    TrainingPass pass =
        new SamplesTrainingPass(
            thin, gradient, chunk, gradients, samples, first, layer -> Dropout.NONE);
    pass.forward();
    backend.softmaxCrossEntropy(
        chunk.getLast(),
        samples.labels(),
        samples.weights(),
        first,
        scale,
        gradients.getLast(),
        loss);
    pass.backward();
    for (int place = 0; place < parts.size(); place++) {
      Part part = parts.get(place);
      backend.addSubmatrix(
          gradient.get(place), part.rows(), part.columns(), part.factor(), sum.get(place));
    }
  }

  /** What is kept of each tensor, in the order of {@link Weights}. */
  private List<Part> parts(KeptUnits units) {
    WindowArchitecture architecture = whole.architecture();
    List<Part> parts = new ArrayList<>();
    int[] columns = units.layers().getFirst();
    for (Window window : architecture.windows()) {
      parts.add(new Part(KeptUnits.all(window.weightRows()), columns, 1));
    }
    parts.add(new Part(KeptUnits.all(1), columns, 1));
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      int[] rows = columns;
      float factor = (float) architecture.hidden().get(layer) / rows.length;
      columns =
          layer + 1 < architecture.hidden().size()
              ? units.layers().get(layer + 1)
              : KeptUnits.all(architecture.classes());
      parts.add(new Part(rows, columns, factor));
      parts.add(new Part(KeptUnits.all(1), columns, 1));
    }
    return parts;
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    memory.close();
    thin.close();
  }
}
