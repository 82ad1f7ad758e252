package org.ribond.engine.compute;

/** {@link ContrastiveOperations} on the host, in double. Arrays are dense and row-major. */
final class ContrastiveFormulas {
  private ContrastiveFormulas() {}

  static void lengths(int n, double[] x, double[] out) {
    for (int row = 0; row < x.length; row += n) {
      double length = length(n, row, x);
      for (int j = row; j < row + n; j++) {
        out[j] = length > 0 ? x[j] / length : 0;
      }
    }
  }

  private static double length(int n, int row, double[] x) {
    double sum = 0;
    for (int j = row; j < row + n; j++) {
      sum += x[j] * x[j];
    }
    return Math.sqrt(sum);
  }

  /** With {@code y = x / |x|}: {@code dx = (dy - y (y . dy)) / |x|}. */
  static void lengthsGradient(int n, double[] x, double[] gradient) {
    for (int row = 0; row < x.length; row += n) {
      double length = length(n, row, x);
      double along = 0;
      for (int j = row; j < row + n; j++) {
        along += length > 0 ? x[j] / length * gradient[j] : 0;
      }
      for (int j = row; j < row + n; j++) {
        gradient[j] = length > 0 ? (gradient[j] - x[j] / length * along) / length : 0;
      }
    }
  }

  static void contrastive(
      Contrast contrast,
      double scale,
      double[] similarities,
      double[] weights,
      double[] gradient,
      double[] loss) {
    int pairs = weights.length;
    int rows = 2 * pairs;
    double temperature = contrast.temperature();
    for (int i = 0; i < rows; i++) {
      int positive = (i + pairs) % rows;
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < rows; j++) {
        if (counts(contrast, i, positive, j)) {
          max = Math.max(max, similarities[i * rows + j] / temperature);
        }
      }
      double sum = 0;
      for (int j = 0; j < rows; j++) {
        if (counts(contrast, i, positive, j)) {
          sum += Math.exp(similarities[i * rows + j] / temperature - max);
        }
      }
      double weight = weights[i % pairs];
      loss[0] -= scale * weight * similarities[i * rows + positive] / temperature;
      if (sum > 0) {
        loss[0] += scale * (max + Math.log(sum));
      }
      for (int j = 0; j < rows; j++) {
        double share =
            counts(contrast, i, positive, j)
                ? Math.exp(similarities[i * rows + j] / temperature - max) / sum
                : 0;
        gradient[i * rows + j] = scale * (share - (j == positive ? weight : 0)) / temperature;
      }
    }
  }

  private static boolean counts(Contrast contrast, int row, int positive, int column) {
    return column != row && !(contrast.isDecoupled() && column == positive);
  }
}
