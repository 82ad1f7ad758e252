package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/**
 * A network on whole sequences on a backend, and how it scores them. Sequences of any lengths go
 * through all layers in chunks, one after another without padding; what one gives does not depend
 * on the others. Dropout is for training alone and is never applied here.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class ChainNetwork implements AutoCloseable {
  /** Sites of a chunk, unless told otherwise. */
  public static final int SITES = 8192;

  private final ChainArchitecture architecture;
  private final ChainBlueprint blueprint;
  private final int sites;
  private int cycles;
  private final DeviceMemory memory;
  private final DeviceLayers layers;
  private final ChainBuffers buffers;

  /**
   * Puts a network on {@code backend}, for chunks of {@value #SITES} sites.
   *
   * @throws IllegalArgumentException if the weights are not those of {@code architecture}
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public ChainNetwork(Backend backend, ChainArchitecture architecture, Weights weights) {
    this(backend, architecture, weights, SITES);
  }

  /**
   * Puts a network on {@code backend}.
   *
   * @param sites letters of all sequences of a chunk together at most, unless one alone has more:
   *     what bounds the memory that sequences take
   * @throws IllegalArgumentException if the weights are not those of {@code architecture}
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public ChainNetwork(Backend backend, ChainArchitecture architecture, Weights weights, int sites) {
    if (sites < 1) {
      throw new IllegalArgumentException("chunks of " + sites + " sites");
    }
    this.architecture = architecture;
    this.sites = sites;
    cycles = architecture.family() instanceof PairFamily pairs ? pairs.cycles() : 1;
    blueprint = ChainBlueprint.of(architecture);
    memory = new DeviceMemory(backend);
    layers = DeviceLayers.of(backend, blueprint, memory);
    buffers = new ChainBuffers(backend, architecture, blueprint);
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
  public ChainArchitecture architecture() {
    return architecture;
  }

  /** Most sites of a chunk, unless one sequence alone has more. */
  public int sites() {
    return sites;
  }

  /**
   * Times that the layers above a recycled one are passed, unless training draws another number.
   *
   * @param passes at least 1; without a recycled layer they change nothing
   */
  public void setCycles(int passes) {
    FamilyNumbers.check("cycles", passes, 1, PairFamily.MOST_CYCLES);
    cycles = passes;
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

  DeviceLayers deviceLayers() {
    return layers;
  }

  ChainBlueprint blueprint() {
    return blueprint;
  }

  /**
   * What the network gives for each of {@code readings}: logits of classes, or numbers. Waits for
   * them. Memory on the device stays for the next call.
   *
   * @return sequences x outputs, row-major; of networks on pairs, all cells of the sequences' maps
   *     x outputs; of towers, all letters x outputs
   */
  public float[] outputs(Readings readings) {
    return outputs(readings, false);
  }

  /** Probabilities of the classes: the softmax of {@link #outputs}. */
  public float[] probabilities(Readings readings) {
    return outputs(readings, true);
  }

  private float[] outputs(Readings readings, boolean isSoftmax) {
    int width = architecture.outputs();
    float[] all = new float[Math.multiplyExact(rows(readings), width)];
    int first = 0;
    int at = 0;
    while (first < readings.size()) {
      int end = buffers.end(readings.letters(), first, sites, sites);
      ChainChunk chunk = buffers.load(readings.part(first, end), false, ChainNoise.NONE);
      List<Matrix> outputs = buffers.outputs(chunk);
      new ChainPass(layers, outputs, chunk).forward(cycles);
      Matrix last = outputs.getLast();
      if (isSoftmax) {
        backend().softmax(last, last);
      }
      float[] values = new float[last.rows() * width];
      backend().download(last, values);
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
      first = end;
    }
    return all;
  }

  /** Rows of the output: one for each sequence, each cell of their maps, or each letter. */
  int rows(Readings readings) {
    if (!(architecture.family() instanceof PairFamily)
        && !(architecture.family() instanceof Tower)) {
      return readings.size();
    }
    boolean isOfPairs = architecture.family() instanceof PairFamily;
    long rows = 0;
    for (int[] letters : readings.letters()) {
      rows += isOfPairs ? (long) letters.length * letters.length : letters.length;
    }
    return Math.toIntExact(rows);
  }

  /** Gives the memory back. Closing twice is harmless. */
  @Override
  public void close() {
    buffers.close();
    memory.close();
  }
}
