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
 * @param kept what layers keep between forward and backward pass
 * @param isTraining whether it is for training, with words left out and the chunk's own moments
 */
record ChainChunk(
    List<Layout> layouts,
    Map<ChainWindow, WindowInput> inputs,
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

  /** What layers know by the number {@code place}. */
  Matrix scratch(int place) {
    return kept.get(place);
  }
}
