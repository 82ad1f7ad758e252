package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Several layers side by side.
 *
 * @param inputs their numbers, all of one layout
 * @param width their widths together
 */
record ConcatenateLayer(List<Integer> inputs, int width) implements Layer {
  ConcatenateLayer {
    inputs = List.copyOf(inputs);
  }

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(inputs.getFirst());
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    int column = 0;
    for (int input : inputs) {
      Matrix part = pass.output(input);
      pass.backend().copyColumns(part, 0, output, column, part.columns(), false);
      column += part.columns();
    }
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    int column = 0;
    for (int input : inputs) {
      boolean add = pass.begin(input);
      Matrix part = pass.gradient(input);
      pass.backend().copyColumns(gradient, column, part, 0, part.columns(), add);
      column += part.columns();
    }
  }
}
