package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * The numbers that are given for each letter of a sequence.
 *
 * @param width numbers of a letter
 */
record GivenNumbersLayer(int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return source;
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().upload(pass.chunk().numbers(width), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {}
}
