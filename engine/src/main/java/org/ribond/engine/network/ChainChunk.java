package org.ribond.engine.network;

import java.util.List;
import java.util.Map;
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
    int length = 0;
    for (int[] letters : readings.letters()) {
      length += letters.length * letters.length * width;
    }
    float[] all = new float[length];
    int at = 0;
    for (int sequence = 0; sequence < readings.size(); sequence++) {
      int letters = readings.letters().get(sequence).length;
      int count = letters * letters * width;
      if (readings.cells().isEmpty() || readings.cells().get(sequence).length != count) {
        throw new IllegalArgumentException(
            "sequence of " + letters + " letters without " + width + " numbers for each pair");
      }
      System.arraycopy(readings.cells().get(sequence), 0, all, at, count);
      at += count;
    }
    return all;
  }

  /** The {@code width} numbers of each letter, sequence after sequence. */
  float[] numbers(int width) {
    float[] all =
        new float[readings.letters().stream().mapToInt(each -> each.length).sum() * width];
    int at = 0;
    for (int sequence = 0; sequence < readings.size(); sequence++) {
      int letters = readings.letters().get(sequence).length;
      int count = letters * width;
      if (readings.numbers().isEmpty() || readings.numbers().get(sequence).length != count) {
        throw new IllegalArgumentException(
            "sequence of " + letters + " letters without " + width + " numbers for each");
      }
      System.arraycopy(readings.numbers().get(sequence), 0, all, at, count);
      at += count;
    }
    return all;
  }

  /** What layers know by the number {@code place}. */
  Matrix scratch(int place) {
    return kept.get(place);
  }
}
