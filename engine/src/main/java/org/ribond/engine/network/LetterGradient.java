package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Matrix;

/**
 * How the outputs of a network on whole sequences change with its letters: their gradient with
 * respect to the one-hot vector of each letter. Where the network reads words, it is that of the
 * multilinear function of its letters' vectors that a word is, so the derivative for a letter that
 * is not there is what the word with that letter would add.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives the network's backend.
 */
public final class LetterGradient implements AutoCloseable {
  private final ChainNetwork network;
  private final DeviceMemory memory;
  private final ChainBuffers buffers;
  private final DeviceWeights unused;
  private final Weights weights;

  /**
   * Prepares gradients of {@code network}, which remains the caller's and must keep its weights.
   *
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public LetterGradient(ChainNetwork network) {
    this.network = network;
    memory = new DeviceMemory(network.backend());
    buffers = new ChainBuffers(network.backend(), network.architecture(), network.blueprint());
    unused = new DeviceWeights(network.backend(), network.blueprint().tensors(), memory);
    weights = network.weights();
  }

  /**
   * The gradient of a weighted sum of the outputs for one sequence.
   *
   * @param letters the sequence as it is read, at least one letter
   * @param isReverse whether it is the reverse complement of the one that was given
   * @param outputWeights weight of each output in the sum
   * @return letters x alphabet, row-major
   */
  public double[] of(int[] letters, boolean isReverse, float[] outputWeights) {
    if (letters.length == 0 || outputWeights.length != network.architecture().outputs()) {
      throw new IllegalArgumentException(
          letters.length + " letters, " + outputWeights.length + " weights of outputs");
    }
    Readings readings = Readings.of(List.of(letters), isReverse);
    ChainChunk chunk = buffers.load(readings, false, ChainNoise.NONE);
    LettersPass pass = new LettersPass(chunk, letters);
    pass.forward();
    int top = network.blueprint().layers().size() - 1;
    network.backend().upload(outputWeights, pass.gradient(top));
    pass.backward();
    return pass.sums;
  }

  /** A backward pass that asks for the letters' gradient in place of the weights'. */
  private final class LettersPass extends ChainTrainingPass {
    private final int[] letters;
    private final double[] sums;

    LettersPass(ChainChunk chunk, int[] letters) {
      super(
          network.deviceLayers(),
          unused,
          buffers.outputs(chunk),
          layer -> buffers.gradient(chunk, layer),
          chunk,
          hidden -> Dropout.NONE);
      this.letters = letters;
      sums = new double[Math.multiplyExact(letters.length, network.architecture().alphabet())];
    }

    @Override
    void lettersGradient(LettersLayer layer, Matrix dz) {
      float[] gradient = new float[Math.multiplyExact(dz.rows(), dz.columns())];
      backend().download(dz, gradient);
      for (int i = 0; i < layer.windows().size(); i++) {
        ChainWindow window = layer.windows().get(i);
        if (window.input() == ChainWindow.Input.WORDS) {
          float[] rows = weights.tensors().get(layer.place() + i).values();
          for (int site = 0; site < letters.length; site++) {
            add(window, rows, gradient, site, dz.columns());
          }
        }
      }
    }

    /** Adds what the window around {@code site} hands to its letters. */
    private void add(ChainWindow window, float[] rows, float[] gradient, int site, int width) {
      int values = window.values(network.architecture().alphabet());
      for (int tap = 0; tap < window.width(); tap++) {
        int item = site + tap - window.halfWindow();
        int begin = item - (window.size() - 1) / 2;
        if (item < 0 || item >= letters.length || begin < 0) {
          continue;
        }
        for (int i = 0; i < window.size() && begin + window.size() <= letters.length; i++) {
          add(window.size(), rows, tap * values, gradient, site * width, begin, i, width);
        }
      }
    }

    /** Adds what a word hands to its letter {@code i}, for each letter that may be there. */
    private void add(
        int word,
        float[] rows,
        int firstRow,
        float[] gradient,
        int at,
        int begin,
        int i,
        int width) {
      int alphabet = network.architecture().alphabet();
      int step = 1;
      int others = 0;
      for (int j = 0; j < word; j++) {
        int letter = letters[begin + j];
        if (j != i && (letter < 0 || letter >= alphabet)) {
          return;
        }
        others = others * alphabet + (j == i ? 0 : letter);
        step = j > i ? step * alphabet : 1;
      }
      for (int letter = 0; letter < alphabet; letter++) {
        int row = (firstRow + others + letter * step) * width;
        double sum = 0;
        for (int unit = 0; unit < width; unit++) {
          sum += (double) gradient[at + unit] * rows[row + unit];
        }
        sums[(begin + i) * alphabet + letter] += sum;
      }
    }
  }

  /** Gives the memory back; the network stays. Closing twice is harmless. */
  @Override
  public void close() {
    buffers.close();
    memory.close();
  }
}
