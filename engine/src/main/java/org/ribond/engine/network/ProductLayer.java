package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Product of two layers of one width, element by element.
 *
 * @param a number of one
 * @param b number of the other
 * @param width their width
 */
record ProductLayer(int a, int b, int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(a);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().multiply(pass.output(a), pass.output(b), false, output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    addProduct(pass, a, gradient, b);
    addProduct(pass, b, gradient, a);
  }

  private static void addProduct(TrainingPass pass, int to, Matrix gradient, int other) {
    if (pass.wants(to)) {
      boolean add = pass.begin(to);
      pass.backend().multiply(gradient, pass.output(other), add, pass.gradient(to));
    }
  }
}
