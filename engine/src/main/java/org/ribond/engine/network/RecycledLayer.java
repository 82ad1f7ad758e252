package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * What a layer above gave in the pass before, 0 in the first pass: recycling (Jumper et al., 2021).
 * No gradient goes through it.
 *
 * @param first number of the layer that gives the layout
 * @param latent number of the layer above
 * @param width its width
 */
record RecycledLayer(int first, int latent, int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(first);
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    if (pass.isFirstCycle()) {
      pass.backend().fill(output, 0);
    } else {
      pass.backend().copy(pass.output(latent), output);
    }
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {}
}
