package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Pooling;

/**
 * Pooling of neighbouring sites of chains.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 * @param pooling which sites become one, and how
 */
record PoolLayer(int input, int width, Pooling pooling) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return pooling.layout(before.get(input));
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().pool(pooling, pass.chunk().layout(input), pass.output(input), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    Layout from = pass.chunk().layout(input);
    boolean add = pass.begin(input);
    Matrix below = pass.gradient(input);
    pass.backend().poolGradient(pooling, from, pass.output(input), gradient, add, below);
  }
}
