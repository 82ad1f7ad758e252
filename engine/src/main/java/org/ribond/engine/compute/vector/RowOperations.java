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
  private final Scratch[] scratch;

  RowOperations(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
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
    loss.values()[0] += (float) sum(losses);
  }

  /** A loss of single outputs. */
  private interface Loss {
    /** Returns the loss of some rows and stores their gradient. */
    double of(LossKernels.Operands operands, int top, int bottom, Scratch scratch);
  }

  void sigmoidCrossEntropy(LossKernels.Operands operands, VectorMatrix loss) {
    addLosses(LossKernels::sigmoidCrossEntropy, operands, loss);
  }

  void squaredError(LossKernels.Operands operands, VectorMatrix loss) {
    addLosses(LossKernels::squaredError, operands, loss);
  }

  private void addLosses(Loss each, LossKernels.Operands operands, VectorMatrix loss) {
    int count = operands.outputs().rows();
    double[] losses = new double[Math.ceilDiv(count, BLOCK_ROWS)];
    workers.runRanges(
        count,
        BLOCK_ROWS,
        (top, bottom, worker) ->
            losses[top / BLOCK_ROWS] = each.of(operands, top, bottom, scratch[worker]));
    loss.values()[0] += (float) sum(losses);
  }

  private static double sum(double... parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
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
