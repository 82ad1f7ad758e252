package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * A network on a backend: an architecture with weights that a {@link Learner} may change, and how
 * it scores samples. {@link MapNetwork} scores whole maps. Dropout is for training alone and is
 * never applied here.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class Network implements AutoCloseable {
  private final WindowArchitecture architecture;
  private final DeviceMemory memory;
  private final DeviceLayers layers;
  private final int tileRows;
  private final List<Matrix> tile;

  /**
   * Puts a network on {@code backend}.
   *
   * @throws IllegalArgumentException if the weights are not those of {@code architecture}
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public Network(Backend backend, WindowArchitecture architecture, Weights weights) {
    this.architecture = architecture;
    memory = new DeviceMemory(backend);
    layers = DeviceLayers.of(backend, architecture.windows(), Blueprint.of(architecture), memory);
    tileRows = layers.tileRows(architecture.mostRows());
    tile = DeviceLayers.outputs(memory, layers.inner(), tileRows);
    try {
      setWeights(weights);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** The backend that it runs on. */
  public Backend backend() {
    return layers.backend();
  }

  /** Its shape. */
  public WindowArchitecture architecture() {
    return architecture;
  }

  /** A copy of its weights on the host. */
  public Weights weights() {
    return layers.weights().download();
  }

  /**
   * Replaces its weights.
   *
   * @throws IllegalArgumentException if they are not those of the architecture
   */
  public void setWeights(Weights replacement) {
    layers.weights().upload(replacement);
  }

  DeviceWeights deviceWeights() {
    return layers.weights();
  }

  /** Its layers; the last one gives the logits. */
  DeviceLayers deviceLayers() {
    return layers;
  }

  /** The windows of the samples from {@code first} on. */
  List<WindowInput> windowInputs(Samples samples, int first) {
    List<WindowInput> inputs = new ArrayList<>();
    for (int window = 0; window < architecture.windows().size(); window++) {
      Ints letters = samples.letters().get(window);
      Ints positions = samples.positions().get(window);
      inputs.add(architecture.windows().get(window).input(letters, positions, first));
    }
    return inputs;
  }

  /**
   * Probabilities of class 1 of the samples {@code first} to {@code first + count}, which are taken
   * through all layers in tiles. Waits for them.
   */
  public float[] scores(Samples samples, int first, int count) {
    int classes = architecture.classes();
    Backend backend = backend();
    float[] scores = new float[count];
    try (Matrix probabilities = backend.allocate(Math.min(tileRows, count), classes)) {
      for (int done = 0; done < count; done += tileRows) {
        int rows = Math.min(tileRows, count - done);
        List<Matrix> outputs = new ArrayList<>();
        tile.forEach(matrix -> outputs.add(matrix.leadingRows(rows)));
        Matrix result = probabilities.leadingRows(rows);
        outputs.add(result);
        new SamplesPass(this, outputs, samples, first + done).forward();
        backend.softmax(result, result);
        float[] values = new float[rows * classes];
        backend.download(result, values);
        for (int i = 0; i < rows; i++) {
          scores[done + i] = values[i * classes + 1];
        }
      }
    }
    return scores;
  }

  /** A pass over samples without dropout. */
  private static final class SamplesPass extends Pass {
    private final Network network;
    private final Samples samples;
    private final int first;

    SamplesPass(Network network, List<Matrix> outputs, Samples samples, int first) {
      super(network.layers, outputs);
      this.network = network;
      this.samples = samples;
      this.first = first;
    }

    @Override
    void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
      List<Matrix> rows = layer.rows(weights(), constants());
      backend().windowSum(network.windowInputs(samples, first), rows, output, epilogue);
    }

    @Override
    Dropout dropout(int hidden) {
      return Dropout.NONE;
    }
  }

  /** Gives the memory back. Closing twice is harmless. */
  @Override
  public void close() {
    memory.close();
  }
}
