package org.ribond.engine.linear;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multinomial logistic regression: minimises the sum of cross-entropies plus half of {@code
 * penalty} times the squared weights, features scaled to unit variance; intercepts are free.
 * Samples are read in blocks of fixed size, whose sums are added in order, so that the result does
 * not depend on the number of threads.
 */
public final class LogisticRegression {
  private static final int BLOCK = 1024;
  private static final double TOLERANCE = 1e-6;
  private static final int MOST_STEPS = 200;

  private final SparseRows rows;
  private final int[] labels;
  private final int classes;
  private final int features;
  private final double[] means;
  private final double[] deviations;

  /** Weights of scaled features, classes x features, then intercepts; kept as the next start. */
  private final double[] at;

  /**
   * Prepares the regression.
   *
   * @param labels class of each sample, from 0
   * @param classes number of classes; those that no sample is of get the least score
   */
  public LogisticRegression(SparseRows rows, int[] labels, int classes) {
    this.rows = rows;
    this.labels = labels;
    this.classes = classes;
    features = rows.columns();
    at = new double[classes * (features + 1)];
    means = new double[features];
    deviations = new double[features];
    SparseRow row = new SparseRow();
    for (int i = 0; i < rows.rows(); i++) {
      rows.read(i, row);
      row.addScaled(1, row.count() - 1, means, 0);
      for (int f = 0; f < row.count(); f++) {
        deviations[row.column(f)] += row.value(f) * row.value(f);
      }
    }
    for (int f = 0; f < features; f++) {
      means[f] /= rows.rows();
      double variance = deviations[f] / rows.rows() - means[f] * means[f];
      deviations[f] = variance > 1e-12 ? Math.sqrt(variance) : 1;
    }
  }

  /** The weights for a penalty, starting at those of the penalty before. */
  public LinearWeights solve(double penalty) {
    QuasiNewton.minimise((x, gradient) -> loss(x, gradient, penalty), at, TOLERANCE, MOST_STEPS);
    return unscaled(at);
  }

  /** The same model for features as they are. */
  private LinearWeights unscaled(double[] x) {
    double[] weights = new double[classes * features];
    double[] intercepts = Arrays.copyOfRange(x, classes * features, x.length);
    for (int j = 0; j < classes; j++) {
      for (int f = 0; f < features; f++) {
        weights[j * features + f] = x[j * features + f] / deviations[f];
        intercepts[j] -= weights[j * features + f] * means[f];
      }
    }
    return new LinearWeights(features, weights, intercepts);
  }

  /** What a block of samples adds to the loss and to its gradient by features as they are. */
  private record Part(double loss, double[] gradient) {}

  private double loss(double[] x, double[] gradient, double penalty) {
    LinearWeights model = unscaled(x);
    int blocks = (rows.rows() + BLOCK - 1) / BLOCK;
    List<Part> parts = IntStream.range(0, blocks).parallel().mapToObj(b -> part(model, b)).toList();
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (Part part : parts) {
      loss += part.loss;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += part.gradient[i];
      }
    }
    for (int j = 0; j < classes; j++) {
      double residuals = gradient[classes * features + j];
      for (int f = 0; f < features; f++) {
        int i = j * features + f;
        gradient[i] = (gradient[i] - means[f] * residuals) / deviations[f] + penalty * x[i];
        loss += penalty / 2 * x[i] * x[i];
      }
    }
    return loss;
  }

  private Part part(LinearWeights model, int block) {
    double[] gradient = new double[classes * (features + 1)];
    double loss = 0;
    SparseRow row = new SparseRow();
    double[] p = new double[classes];
    int end = Math.min(rows.rows(), (block + 1) * BLOCK);
    for (int i = block * BLOCK; i < end; i++) {
      rows.read(i, row);
      model.apply(row, 0, p, 0);
      double wanted = p[labels[i]];
      double greatest = Arrays.stream(p).max().orElseThrow();
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        p[j] = Math.exp(p[j] - greatest);
        sum += p[j];
      }
      loss += Math.log(sum) + greatest - wanted;
      for (int j = 0; j < classes; j++) {
        double residual = p[j] / sum - (j == labels[i] ? 1 : 0);
        row.addScaled(residual, row.count() - 1, gradient, j * features);
        gradient[classes * features + j] += residual;
      }
    }
    return new Part(loss, gradient);
  }
}
