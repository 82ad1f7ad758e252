package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * A layer times a constant, which sets how far its weights go in a step of Adam.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 * @param factor the constant
 */
record ScaleLayer(int input, int width, float factor) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().copy(pass.output(input), output);
    pass.backend().scale(output, factor);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend().scale(gradient, factor);
    pass.giveGradient(input, gradient);
  }
}
