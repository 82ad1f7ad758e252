package org.ribond.engine.compute.vector;

/**
 * Operations of {@link org.ribond.engine.compute.Backend} that sum along rows or columns; shapes
 * are checked.
 */
final class RowOperations {
  /** Rows whose partial sums are taken together. */
  private static final int BLOCK_ROWS = 64;

  /** Columns that one thread sums at a time. */
  private static final int STRIP = 8 * Lanes.LINE;

  private final Workers workers;

  RowOperations(Workers workers) {
    this.workers = workers;
  }

  void columnSums(VectorMatrix a, boolean accumulate, VectorMatrix sums) {
    float[] target = sums.values();
    workers.runRanges(
        a.width(),
        STRIP,
        (from, to, worker) -> RowKernels.columnSums(a, from, to, accumulate, target));
  }

  void gaussianGradient(
      VectorMatrix x,
      VectorMatrix centres,
      VectorMatrix widths,
      VectorMatrix out,
      VectorMatrix gradient,
      VectorMatrix centresGradient,
      VectorMatrix widthsGradient) {
    float[] c = centres.values();
    float[] b = widths.values();
    float[] outputs = out.values();
    float[] g = gradient.values();
    float[] gc = centresGradient.values();
    float[] gb = widthsGradient.values();
    workers.runRanges(
        x.width(),
        STRIP,
        (from, to, worker) ->
            ElementKernels.gaussianGradient(x, c, b, outputs, g, gc, gb, from, to));
  }

  void softmaxCrossEntropy(
      VectorMatrix z,
      int[] labels,
      VectorMatrix weights,
      int first,
      float scale,
      VectorMatrix dz,
      VectorMatrix loss) {
    float[] factors = weights.values();
    double[] losses = new double[Math.ceilDiv(z.rows(), BLOCK_ROWS)];
    workers.runRanges(
        z.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          double[] y = new double[z.columns()];
          for (int i = top; i < bottom; i++) {
            double factor = (double) scale * factors[first + i];
            losses[top / BLOCK_ROWS] +=
                SoftmaxKernels.crossEntropy(
                    z.values(), z.row(i), y.length, labels[first + i], factor, dz.values(), y);
          }
        });
    double sum = 0;
    for (double part : losses) {
      sum += part;
    }
    loss.values()[0] += (float) sum;
  }

  void softmax(VectorMatrix z, VectorMatrix probabilities) {
    workers.runRanges(
        z.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          double[] y = new double[z.columns()];
          for (int i = top; i < bottom; i++) {
            SoftmaxKernels.softmax(z.values(), z.row(i), y.length, y);
            for (int j = 0; j < y.length; j++) {
              probabilities.values()[probabilities.row(i) + j] = (float) y[j];
            }
          }
        });
  }
}
