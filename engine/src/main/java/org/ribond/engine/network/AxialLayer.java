package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Attention along lines, on a layer of queries, keys and values side by side, which nothing else
 * stands on.
 *
 * @param input number of that layer
 * @param width a third of its width
 * @param attention who sees whom
 */
record AxialLayer(int input, int width, AxialAttention attention) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Layout layout = pass.chunk().layout(input);
    pass.backend().axialAttention(attention, layout, pass.output(input), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    Layout layout = pass.chunk().layout(input);
    pass.begin(input);
    Matrix below = pass.gradient(input);
    pass.backend().axialAttentionGradient(attention, layout, pass.output(input), gradient, below);
  }
}
