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
 * A network on a backend that scores the pairs of contact maps, with weights that do not change.
 *
 * <p>The first layer factorises: the pre-activation of the pair of residue r and base b is {@code
 * P[r] + Q[b] + bias}, where P are the {@link #windowSums} of the protein and Q those of the RNA.
 * So a chain is taken through the first layer once, whatever the number of its partners, and {@link
 * #scorePairs} does the rest. Where it pays, rectified units are turned first ({@link
 * TurnedUnits}).
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class MapNetwork implements AutoCloseable {
  private final WindowArchitecture architecture;
  private final DeviceMemory memory;
  private final DeviceLayers layers;
  private final List<WindowLayer> windowLayers;
  private final int tileRows;
  private final List<Matrix> tile;

  /**
   * Puts a network on {@code backend}.
   *
   * @throws IllegalArgumentException if the weights are not those of {@code architecture}
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public MapNetwork(Backend backend, WindowArchitecture architecture, Weights weights) {
    this.architecture = architecture;
    weights.requireShapes(Blueprint.of(architecture).tensors());
    boolean isTurned = TurnedUnits.pay(backend, architecture);
    Blueprint blueprint = isTurned ? Blueprint.turned(architecture) : Blueprint.of(architecture);
    memory = new DeviceMemory(backend);
    layers = DeviceLayers.of(backend, architecture.windows(), blueprint, memory);
    windowLayers =
        layers.layers().stream().flatMap(layer -> layer.windowLayers().stream()).toList();
    tileRows = layers.tileRows(architecture.mostRows());
    tile = DeviceLayers.outputs(memory, layers.inner(), tileRows);
    try {
      if (isTurned) {
        TurnedUnits.upload(backend, architecture, weights, layers.weights());
      } else {
        layers.weights().upload(weights);
      }
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
    layers.weights().matrices().forEach(backend::freeze);
  }

  /** Its shape. */
  public WindowArchitecture architecture() {
    return architecture;
  }

  /**
   * Sums of the first layer's weight rows over one window, without bias: a chain's P or Q.
   *
   * @param window number of the window in the architecture: 0 for residues, 1 for bases
   * @param letters pool of letter codes, padded as {@link WindowInput} demands
   * @param positions centres, indices into {@code letters}
   * @return the sums of every position; the caller closes them
   */
  public WindowSums windowSums(int window, Ints letters, Ints positions) {
    WindowInput input = architecture.windows().get(window).input(letters, positions, 0);
    List<Matrix> sums = new ArrayList<>();
    try {
      for (WindowLayer layer : windowLayers) {
        sums.add(layers.backend().allocate(positions.length(), layer.width()));
        Matrix rows = layer.rows(layers.weights(), layers.constants()).get(window);
        layers.backend().windowSum(List.of(input), List.of(rows), sums.getLast(), Epilogue.NONE);
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
    new PairPass(layers, outputs, p, q, firstPair).forward();
    layers.backend().softmax(probabilities, probabilities);
  }

  /** A pass over consecutive pairs of a map. */
  private static final class PairPass extends Pass {
    private final WindowSums p;
    private final WindowSums q;
    private final long firstPair;

    PairPass(
        DeviceLayers network, List<Matrix> outputs, WindowSums p, WindowSums q, long firstPair) {
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
