package org.ribond.engine.compute.vector;

/**
 * Softmax and its cross-entropy, row by row in double: networks end in a few classes, which fill no
 * vector. {@link StrictMath} gives the same bits on every processor.
 */
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  /** Writes the softmax of {@code n} logits to {@code y}; returns the log of the normaliser. */
  static double softmax(float[] logits, int at, int n, double[] y) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      max = Math.max(max, logits[at + j]);
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      y[j] = StrictMath.exp(logits[at + j] - max);
      sum += y[j];
    }
    for (int j = 0; j < n; j++) {
      y[j] /= sum;
    }
    return max + StrictMath.log(sum);
  }

  /**
   * Loss and gradient of one row: returns {@code -weight ln y[label]} and writes {@code weight *
   * (y[j] - (j == label))}; {@code gradient} may be {@code logits}.
   */
  static double crossEntropy(
      float[] logits, int at, int n, int label, double weight, float[] gradient, double[] y) {
    double logNormaliser = softmax(logits, at, n, y);
    double loss = weight * (logNormaliser - logits[at + label]);
    for (int j = 0; j < n; j++) {
      gradient[at + j] = (float) (weight * (y[j] - (j == label ? 1 : 0)));
    }
    return loss;
  }
}
