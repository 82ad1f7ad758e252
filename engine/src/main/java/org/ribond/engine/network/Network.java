package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;

/**
 * A network on a backend: an architecture with weights, and how it scores pairs.
 *
 * <p>The first layer factorises: the pre-activation of the pair of residue r and base b is {@code
 * P[r] + Q[b] + bias}, where P are the {@link #windowSums} of the protein and Q those of the RNA.
 * So a chain is taken through the first layer once, whatever the number of its partners, and {@link
 * #scorePairs} does the rest. Dropout is for training alone and is never applied here.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class Network implements AutoCloseable {
  /** Activations of a tile take no more than this, whatever the backend prefers. */
  private static final long TILE_BYTES = 64L << 20;

  private final Backend backend;
  private final Architecture architecture;
  private final DeviceMemory memory;
  private final DeviceWeights weights;
  private final WindowLayer windowLayer;
  private final List<DenseLayer> denseLayers;
  private final int tileRows;
  private final List<Matrix> tile;

  /**
   * Puts a network on {@code backend}.
   *
   * @throws IllegalArgumentException if the weights are not those of {@code architecture}
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public Network(Backend backend, Architecture architecture, Weights weights) {
    this.backend = backend;
    this.architecture = architecture;
    windowLayer = new WindowLayer(architecture.windows());
    denseLayers = denseLayers(architecture);
    memory = new DeviceMemory(backend);
    this.weights = new DeviceWeights(backend, architecture, memory);
    long rowBytes = architecture.hidden().stream().mapToLong(units -> 4L * units).sum();
    tileRows = Math.clamp(TILE_BYTES / rowBytes, 1, Math.max(1, backend.preferredRows()));
    tile = hiddenMatrices(memory, architecture, tileRows);
    try {
      setWeights(weights);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  private static List<DenseLayer> denseLayers(Architecture architecture) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      layers.add(new DenseLayer(architecture.windows().size() + 1 + 2 * layer));
    }
    return List.copyOf(layers);
  }

  /** One matrix of {@code rows} for the output of each hidden layer. */
  static List<Matrix> hiddenMatrices(DeviceMemory memory, Architecture architecture, int rows) {
    List<Matrix> matrices = new ArrayList<>();
    for (int units : architecture.hidden()) {
      matrices.add(memory.matrix(rows, units));
    }
    return List.copyOf(matrices);
  }

  /** The backend that it runs on. */
  public Backend backend() {
    return backend;
  }

  /** Its shape. */
  public Architecture architecture() {
    return architecture;
  }

  /** A copy of its weights on the host. */
  public Weights weights() {
    return weights.download();
  }

  /**
   * Replaces its weights.
   *
   * @throws IllegalArgumentException if they are not those of the architecture
   */
  public void setWeights(Weights replacement) {
    weights.upload(replacement);
  }

  DeviceWeights deviceWeights() {
    return weights;
  }

  WindowLayer windowLayer() {
    return windowLayer;
  }

  /** The layers after the first; the last one gives the logits. */
  List<DenseLayer> denseLayers() {
    return denseLayers;
  }

  /**
   * Sums of the first layer's weight rows over one window, without bias: a chain's P or Q.
   *
   * @param window number of the window in the architecture: 0 for residues, 1 for bases
   * @param letters pool of letter codes, padded as {@link org.ribond.engine.compute.WindowInput}
   *     demands
   * @param positions centres, indices into {@code letters}
   * @return positions x units of the first hidden layer; the caller closes it
   */
  public Matrix windowSums(int window, Ints letters, Ints positions) {
    Matrix sums = backend.allocate(positions.length(), architecture.hidden().getFirst());
    try {
      windowLayer.forwardOne(backend, weights, window, letters, positions, sums);
      return sums;
    } catch (RuntimeException e) {
      sums.close();
      throw e;
    }
  }

  /**
   * The most pairs that {@link #scorePairs} takes at a time: as many as the backend prefers, within
   * 64 MiB of activations.
   */
  public int tileRows() {
    return tileRows;
  }

  /**
   * Class probabilities of consecutive pairs of a map. With {@code m = q.rows()}, row {@code i} is
   * the pair of residue {@code (firstPair + i) / m} and base {@code (firstPair + i) % m}; with two
   * classes, column 1 is the probability of a contact.
   *
   * @param p {@link #windowSums} of the residues
   * @param q {@link #windowSums} of the bases
   * @param firstPair number of the first pair
   * @param probabilities pairs x classes, overwritten; at most {@link #tileRows} rows
   */
  public void scorePairs(Matrix p, Matrix q, long firstPair, Matrix probabilities) {
    int rows = probabilities.rows();
    if (rows > tileRows) {
      throw new IllegalArgumentException(
          "scorePairs: " + rows + " pairs, at most " + tileRows + " at a time");
    }
    Matrix input = tile.getFirst().leadingRows(rows);
    backend.pairSum(p, q, firstPair, input, hiddenEpilogue(windowLayer.biasPlace()));
    for (int layer = 0; layer < denseLayers.size() - 1; layer++) {
      DenseLayer dense = denseLayers.get(layer);
      Matrix output = tile.get(layer + 1).leadingRows(rows);
      dense.forward(backend, weights, input, output, hiddenEpilogue(dense.biasPlace()));
      input = output;
    }
    DenseLayer last = denseLayers.getLast();
    Epilogue bias = Epilogue.of(weights.get(last.biasPlace()), Activation.LINEAR);
    last.forward(backend, weights, input, probabilities, bias);
    backend.softmax(probabilities, probabilities);
  }

  private Epilogue hiddenEpilogue(int biasPlace) {
    return Epilogue.of(weights.get(biasPlace), architecture.activation());
  }

  /** Gives the memory back. Closing twice is harmless. */
  @Override
  public void close() {
    memory.close();
  }
}
