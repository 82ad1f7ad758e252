package org.ribond.engine.compute;

import java.util.Arrays;

/**
 * {@link Backend#attention} and its backward pass on the host, in double. A block of tokens that
 * see one another lies in one piece, token after token, whether they are the tokens of a row or
 * whole rows.
 */
final class AttentionFormulas {
  private final double[] queries;
  private final double[] keys;
  private final double[] values;

  /** Tokens of a block. */
  private final int tokens;

  /** Width of a token. */
  private final int width;

  private AttentionFormulas(
      double[] queries, double[] keys, double[] values, int tokens, int width) {
    this.queries = queries;
    this.keys = keys;
    this.values = values;
    this.tokens = tokens;
    this.width = width;
  }

  private static AttentionFormulas of(
      Attention attention, int rows, int n, double[] queries, double[] keys, double[] values) {
    int tokens = attention.acrossRows() ? rows : attention.tokens();
    return new AttentionFormulas(queries, keys, values, tokens, n / attention.tokens());
  }

  static void forward(
      Attention attention,
      int rows,
      int n,
      double[] queries,
      double[] keys,
      double[] values,
      double[] out) {
    AttentionFormulas formulas = of(attention, rows, n, queries, keys, values);
    Arrays.fill(out, 0);
    double[] weights = new double[formulas.tokens];
    int block = formulas.tokens * formulas.width;
    for (int at = 0; block > 0 && at < rows * n; at += block) {
      double scale = formulas.scale(attention, at);
      for (int token = 0; token < formulas.tokens; token++) {
        formulas.weights(at, token, scale, weights);
        for (int seen = 0; seen < formulas.tokens; seen++) {
          formulas.addTo(out, at, token, weights[seen], values, seen);
        }
      }
    }
  }

  static void backward(
      Attention attention,
      int rows,
      int n,
      double[] queries,
      double[] keys,
      double[] values,
      double[] gradient,
      double[] queriesGradient,
      double[] keysGradient,
      double[] valuesGradient) {
    AttentionFormulas formulas = of(attention, rows, n, queries, keys, values);
    Arrays.fill(queriesGradient, 0);
    Arrays.fill(keysGradient, 0);
    Arrays.fill(valuesGradient, 0);
    int block = formulas.tokens * formulas.width;
    for (int at = 0; block > 0 && at < rows * n; at += block) {
      formulas.blockBackward(
          attention, at, gradient, queriesGradient, keysGradient, valuesGradient);
    }
  }

  /**
   * With weights {@code w = softmax(s)}, scores {@code s_k = scale q.k} and the output's gradient
   * {@code g}: {@code dv_k += w_k g}, {@code ds_k = w_k (g.v_k - sum of w g.v)}, {@code dq += scale
   * ds_k k}, {@code dk += scale ds_k q} and {@code dscale += ds_k q.k}.
   */
  private void blockBackward(
      Attention attention, int at, double[] gradient, double[] dq, double[] dk, double[] dv) {
    double scale = scale(attention, at);
    double[] weights = new double[tokens];
    double[] ofWeights = new double[tokens];
    double ofScale = 0;
    for (int token = 0; token < tokens; token++) {
      weights(at, token, scale, weights);
      double mean = 0;
      for (int seen = 0; seen < tokens; seen++) {
        addTo(dv, at, seen, weights[seen], gradient, token);
        ofWeights[seen] = dot(gradient, at, token, values, seen);
        mean += weights[seen] * ofWeights[seen];
      }
      for (int seen = 0; seen < tokens; seen++) {
        double ofScore = weights[seen] * (ofWeights[seen] - mean);
        addTo(dq, at, token, scale * ofScore, keys, seen);
        addTo(dk, at, seen, scale * ofScore, queries, token);
        ofScale += ofScore * dot(queries, at, token, keys, seen);
      }
    }
    if (attention.acrossRows()) {
      // scale = 1 / (|mean q|^2 + |mean k|^2)
      double factor = -ofScale * scale * scale * 2 / tokens;
      addMean(factor, queries, at, dq);
      addMean(factor, keys, at, dk);
    }
  }

  private double scale(Attention attention, int at) {
    if (!attention.acrossRows()) {
      return 1 / Math.sqrt(width);
    }
    double sum = 0;
    for (double[] matrix : new double[][] {queries, keys}) {
      for (double mean : mean(matrix, at)) {
        sum += mean * mean;
      }
    }
    return 1 / Math.max(sum, Float.MIN_NORMAL);
  }

  private double[] mean(double[] matrix, int at) {
    double[] mean = new double[width];
    for (int token = 0; token < tokens; token++) {
      for (int j = 0; j < width; j++) {
        mean[j] += matrix[at + token * width + j] / tokens;
      }
    }
    return mean;
  }

  private void addMean(double factor, double[] matrix, int at, double[] gradient) {
    double[] mean = mean(matrix, at);
    for (int token = 0; token < tokens; token++) {
      for (int j = 0; j < width; j++) {
        gradient[at + token * width + j] += factor * mean[j];
      }
    }
  }

  /** How much of each token {@code token} sees. */
  private void weights(int at, int token, double scale, double[] weights) {
    double max = Double.NEGATIVE_INFINITY;
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] = scale * dot(queries, at, token, keys, seen);
      max = Math.max(max, weights[seen]);
    }
    double sum = 0;
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] = Math.exp(weights[seen] - max);
      sum += weights[seen];
    }
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] /= sum;
    }
  }

  private double dot(double[] a, int at, int token, double[] b, int other) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += a[at + token * width + j] * b[at + other * width + j];
    }
    return sum;
  }

  private void addTo(double[] to, int at, int token, double factor, double[] from, int other) {
    for (int j = 0; j < width; j++) {
      to[at + token * width + j] += factor * from[at + other * width + j];
    }
  }
}
