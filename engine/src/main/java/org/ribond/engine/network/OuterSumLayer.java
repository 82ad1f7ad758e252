package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapSide;
import org.ribond.engine.compute.Matrix;

/**
 * A map of each sequence with itself: cell (i, j) is the sum of row i of one layer and row j of
 * another.
 *
 * @param rows number of the layer that rows of a map are of
 * @param columns number of the one that columns are of
 * @param width width of both
 */
record OuterSumLayer(int rows, int columns, int width) implements Layer {
  /** The maps of sequences with themselves. */
  static Layout maps(Layout chains) {
    int[] sides = new int[chains.count()];
    for (int chain = 0; chain < sides.length; chain++) {
      sides[chain] = chains.length(chain);
    }
    return Layout.maps(sides, sides);
  }

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return maps(before.get(rows));
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Layout chains = pass.chunk().layout(rows);
    pass.backend().outerSum(chains, pass.output(rows), chains, pass.output(columns), false, output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    Layout maps = maps(pass.chunk().layout(rows));
    boolean add = pass.begin(rows);
    pass.backend().mapSums(MapSide.ROWS, maps, gradient, add, pass.gradient(rows));
    add = pass.begin(columns);
    pass.backend().mapSums(MapSide.COLUMNS, maps, gradient, add, pass.gradient(columns));
  }
}
