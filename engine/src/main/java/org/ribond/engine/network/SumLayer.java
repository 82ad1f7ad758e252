package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Sum of two layers of one width.
 *
 * @param a number of one
 * @param b number of the other
 * @param width their width
 */
record SumLayer(int a, int b, int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(a);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().copy(pass.output(a), output);
    pass.backend().add(pass.output(b), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.addGradient(b, gradient);
    pass.giveGradient(a, gradient);
  }
}
