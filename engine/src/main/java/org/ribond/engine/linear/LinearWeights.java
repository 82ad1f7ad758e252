package org.ribond.engine.linear;

import java.util.stream.IntStream;

/**
 * Weights of a linear model: output {@code j} is {@code intercepts[j]} plus the sum of features
 * times {@code weights[j * features + i]}. The arrays are not copied and must not be changed.
 *
 * @param features number of features
 * @param weights outputs x features, row-major
 * @param intercepts one for each output
 */
public record LinearWeights(int features, double[] weights, double[] intercepts) {
  /** Number of outputs. */
  public int outputs() {
    return intercepts.length;
  }

  /** Writes the outputs for the features {@code from} on of {@code row} to {@code out[at..]}. */
  public void apply(SparseRow row, int from, double[] out, int at) {
    for (int j = 0; j < intercepts.length; j++) {
      out[at + j] = intercepts[j] + row.dot(weights, j * features, from, from + features);
    }
  }

  /** The outputs for all of {@code rows}, samples x outputs, in a new array. */
  public double[] apply(SparseRows rows) {
    double[] out = new double[rows.rows() * outputs()];
    IntStream.range(0, rows.rows())
        .parallel()
        .forEach(
            i -> {
              SparseRow row = new SparseRow();
              rows.read(i, row);
              apply(row, 0, out, i * outputs());
            });
    return out;
  }
}
