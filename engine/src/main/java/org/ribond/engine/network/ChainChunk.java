package org.ribond.engine.network;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * The sequences that go through the layers of a network together, on its backend.
 *
 * @param layouts how the rows of each layer's output are arranged
 * @param inputs what the windows of the layers on words see
 * @param readings what is read
 * @param kept what layers keep between forward and backward pass
 * @param isTraining whether it is for training, with words left out and the chunk's own moments
 */
record ChainChunk(
    List<Layout> layouts,
    Map<ChainWindow, WindowInput> inputs,
    Readings readings,
    List<Matrix> kept,
    boolean isTraining) {

  /** Layout of the output of layer {@code layer}. */
  Layout layout(int layer) {
    return layouts.get(layer);
  }

  /** The words that the windows are on. */
  WindowInput input(ChainWindow window) {
    return inputs.get(window);
  }

  /** What makes up for the words that are left out of a window. */
  float scale(ChainWindow window) {
    return new Dropout(window.dropout(), 0, 0, 0, 0, 0).scale();
  }

  /** The {@code width} numbers of each pair of letters, sequence after sequence. */
  float[] cells(int width) {
    return joined(
        readings.cells(), letters -> letters * letters * width, width + " numbers for each pair");
  }

  /** The {@code width} numbers of each letter, sequence after sequence. */
  float[] numbers(int width) {
    return joined(readings.numbers(), letters -> letters * width, width + " numbers for each");
  }

  /** What is given for all sequences, if each has as many numbers as its letters demand. */
  private float[] joined(List<float[]> given, IntUnaryOperator count, String what) {
    int length = readings.letters().stream().mapToInt(each -> count.applyAsInt(each.length)).sum();
    float[] all = new float[length];
    int at = 0;
    for (int sequence = 0; sequence < readings.size(); sequence++) {
      int letters = readings.letters().get(sequence).length;
      int own = count.applyAsInt(letters);
      if (given.isEmpty() || given.get(sequence).length != own) {
        throw new IllegalArgumentException("sequence of " + letters + " letters without " + what);
      }
      System.arraycopy(given.get(sequence), 0, all, at, own);
      at += own;
    }
    return all;
  }

  /** What layers know by the number {@code place}. */
  Matrix scratch(int place) {
    return kept.get(place);
  }
}
