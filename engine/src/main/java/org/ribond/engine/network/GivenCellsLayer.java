package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * The numbers that are given for each cell of a sequence's map with itself.
 *
 * @param width numbers of a cell
 */
record GivenCellsLayer(int width) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return OuterSumLayer.maps(source);
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend().upload(pass.chunk().cells(width), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {}
}
