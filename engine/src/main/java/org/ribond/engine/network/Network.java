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
  private final List<Layer> layers;
  private final List<WindowLayer> windowLayers;
  private final Constants constants;
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
    layers = Blueprint.of(architecture).layers();
    windowLayers =
        layers.stream().filter(WindowLayer.class::isInstance).map(WindowLayer.class::cast).toList();
    memory = new DeviceMemory(backend);
    this.weights = new DeviceWeights(backend, architecture, memory);
    constants = new Constants(backend, architecture.windows(), layers, memory);
    List<Layer> inner = layers.subList(0, layers.size() - 1);
    long rowBytes = inner.stream().mapToLong(layer -> 4L * layer.width()).sum();
    int mostRows = Math.min(architecture.mostRows(), Math.max(1, backend.preferredRows()));
    tileRows = Math.clamp(TILE_BYTES / rowBytes, 1, mostRows);
    tile = matrices(memory, inner, tileRows);
    try {
      setWeights(weights);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** One matrix of {@code rows} for the output of each of {@code layers}. */
  static List<Matrix> matrices(DeviceMemory memory, List<Layer> layers, int rows) {
    List<Matrix> matrices = new ArrayList<>();
    for (Layer layer : layers) {
      matrices.add(memory.matrix(rows, layer.width()));
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

  /** The layers; the last one gives the logits. */
  List<Layer> layers() {
    return layers;
  }

  Constants constants() {
    return constants;
  }

  /** The windows of the samples from {@code first} on. */
  List<WindowInput> windowInputs(Samples samples, int first) {
    List<WindowInput> inputs = new ArrayList<>();
    for (int window = 0; window < architecture.windows().size(); window++) {
      Ints letters = samples.letters().get(window);
      inputs.add(windowInput(window, letters, samples.positions().get(window), first));
    }
    return inputs;
  }

  private WindowInput windowInput(int window, Ints letters, Ints positions, int first) {
    Window shape = architecture.windows().get(window);
    return new WindowInput(letters, positions, first, shape.alphabet(), shape.halfWindow());
  }

  /**
   * Sums of the first layer's weight rows over one window, without bias: a chain's P or Q.
   *
   * @param window number of the window in the architecture: 0 for residues, 1 for bases
   * @param letters pool of letter codes, padded as {@link org.ribond.engine.compute.WindowInput}
   *     demands
   * @param positions centres, indices into {@code letters}
   * @return the sums of every position; the caller closes them
   */
  public WindowSums windowSums(int window, Ints letters, Ints positions) {
    WindowInput input = windowInput(window, letters, positions, 0);
    List<Matrix> sums = new ArrayList<>();
    try {
      for (WindowLayer layer : windowLayers) {
        sums.add(backend.allocate(positions.length(), layer.width()));
        Matrix rows = layer.rows(weights, constants).get(window);
        backend.windowSum(List.of(input), List.of(rows), sums.getLast(), Epilogue.NONE);
      }
      return new WindowSums(sums);
    } catch (RuntimeException e) {
      sums.forEach(Matrix::close);
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
   * Class probabilities of consecutive pairs of a map. With {@code m = q.positions()}, row {@code
   * i} is the pair of residue {@code (firstPair + i) / m} and base {@code (firstPair + i) % m};
   * with two classes, column 1 is the probability of a contact.
   *
   * @param p {@link #windowSums} of the residues
   * @param q {@link #windowSums} of the bases
   * @param firstPair number of the first pair
   * @param probabilities pairs x classes, overwritten; at most {@link #tileRows} rows
   */
  public void scorePairs(WindowSums p, WindowSums q, long firstPair, Matrix probabilities) {
    int rows = probabilities.rows();
    if (rows > tileRows) {
      throw new IllegalArgumentException(
          "scorePairs: " + rows + " pairs, at most " + tileRows + " at a time");
    }
    List<Matrix> outputs = new ArrayList<>();
    tile.forEach(matrix -> outputs.add(matrix.leadingRows(rows)));
    outputs.add(probabilities);
    new PairPass(this, outputs, p, q, firstPair).forward();
    backend.softmax(probabilities, probabilities);
  }

  /**
   * Probabilities of class 1 of the samples {@code first} to {@code first + count}, which are taken
   * through all layers in tiles. Waits for them.
   */
  public float[] scores(Samples samples, int first, int count) {
    int classes = architecture.classes();
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
      super(network, outputs);
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

  /** A pass over consecutive pairs of a map. */
  private static final class PairPass extends Pass {
    private final WindowSums p;
    private final WindowSums q;
    private final long firstPair;

    PairPass(Network network, List<Matrix> outputs, WindowSums p, WindowSums q, long firstPair) {
      super(network, outputs);
      this.p = p;
      this.q = q;
      this.firstPair = firstPair;
    }

    @Override
    void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
      int number = layer.number();
      backend().pairSum(p.of(number), q.of(number), firstPair, output, epilogue);
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
