package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * The mean of each map and its transpose.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 */
record SymmetricLayer(int input, int width) implements Layer {
  private static final float HALF = 0.5f;

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Backend backend = pass.backend();
    backend.copy(pass.output(input), output);
    backend.transpose(pass.chunk().layout(input), pass.output(input), true, output);
    backend.scale(output, HALF);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend().scale(gradient, HALF);
    pass.addGradient(input, gradient);
    Layout maps = pass.chunk().layout(input);
    pass.backend().transpose(maps, gradient, true, pass.gradient(input));
  }
}
