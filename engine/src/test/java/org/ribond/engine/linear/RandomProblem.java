package org.ribond.engine.linear;

import java.util.Arrays;
import java.util.Random;

/** Dense random samples with targets. */
record RandomProblem(double[][] x, double[] y, int outputs) implements SparseRows {
  static RandomProblem of(long seed, int rows, int columns, int outputs) {
    Random random = new Random(seed);
    double[][] x = new double[rows][columns];
    double[] y = new double[rows * outputs];
    for (double[] row : x) {
      Arrays.setAll(row, i -> random.nextInt(3) == 0 ? 0 : random.nextGaussian() + 1);
    }
    Arrays.setAll(y, i -> random.nextGaussian());
    return new RandomProblem(x, y, outputs);
  }

  @Override
  public int rows() {
    return x.length;
  }

  @Override
  public int columns() {
    return x[0].length;
  }

  @Override
  public void read(int row, SparseRow into) {
    into.clear();
    for (int i = 0; i < x[row].length; i++) {
      if (x[row][i] != 0) {
        into.add(i, x[row][i]);
      }
    }
  }
}
