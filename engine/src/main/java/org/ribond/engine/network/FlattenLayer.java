package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * The sites of each chain side by side in one row; all chains are of one length.
 *
 * @param input number of the layer that it stands on
 * @param width sites of a chain times the width of a site
 */
record FlattenLayer(int input, int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return Layout.samples(before.get(input).count());
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().reshape(pass.output(input), output, false);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    boolean add = pass.begin(input);
    pass.backend().reshape(gradient, pass.gradient(input), add);
  }
}
