package org.ribond.engine.compute;

/**
 * How far attention in floats may be from attention in double, element by element: a running error
 * analysis to first order, with {@code gamma} for each sum and product. The gradient of the scale
 * among rows is taken to be summed token by token, then over the tokens. Arrays are dense and
 * row-major.
 */
final class AttentionBounds {
  private final Attention attention;
  private final int tokens;
  private final int width;
  private final float[] queries;
  private final float[] keys;
  private final float[] values;

  /** Bounds of the output, then of the gradients of queries, keys and values. */
  final double[] ofOutput;

  final double[] ofQueries;
  final double[] ofKeys;
  final double[] ofValues;

  AttentionBounds(
      Attention attention,
      int rows,
      int n,
      float[] queries,
      float[] keys,
      float[] values,
      float[] gradient) {
    this.attention = attention;
    this.queries = queries;
    this.keys = keys;
    this.values = values;
    tokens = attention.acrossRows() ? rows : attention.tokens();
    width = n / attention.tokens();
    ofOutput = new double[rows * n];
    ofQueries = new double[rows * n];
    ofKeys = new double[rows * n];
    ofValues = new double[rows * n];
    int block = tokens * width;
    for (int at = 0; block > 0 && at < rows * n; at += block) {
      bound(at, gradient);
    }
  }

  private void bound(int at, float[] gradient) {
    double scale = scale(at);
    double scaleError = scaleError(at) + Parity.gamma(4);
    double shares = 0;
    double sharesError = 0;
    for (int token = 0; token < tokens; token++) {
      double[] weights = new double[tokens];
      double relative = weights(at, token, scale, scaleError, weights);
      double[] sizes = new double[tokens];
      double mean = 0;
      for (int seen = 0; seen < tokens; seen++) {
        sizes[seen] = dot(gradient, at, token, values, seen, true);
        mean += weights[seen] * sizes[seen];
      }
      for (int seen = 0; seen < tokens; seen++) {
        double weight = weights[seen];
        double slope = weight * (sizes[seen] + mean);
        double slopeError = 2 * relative + Parity.gamma(width + tokens + 8);
        double error = slope * (slopeError + scaleError + Parity.gamma(tokens + 8));
        for (int j = 0; j < width; j++) {
          int here = at + token * width + j;
          int there = at + seen * width + j;
          double ofWeight = relative + Parity.gamma(tokens + 8);
          ofOutput[here] += weight * Math.abs(values[there]) * ofWeight;
          ofValues[there] += weight * Math.abs(gradient[here]) * ofWeight;
          ofQueries[here] += scale * Math.abs(keys[there]) * error;
          ofKeys[there] += scale * Math.abs(queries[here]) * error;
        }
        double share = slope * dot(queries, at, token, keys, seen, true);
        shares += share;
        sharesError += share * (slopeError + Parity.gamma(width + 2 * tokens));
      }
    }
    if (attention.acrossRows()) {
      double factor = scale * scale * 2 / tokens;
      double error = sharesError + shares * (2 * scaleError + Parity.gamma(2 * tokens + 16));
      for (int i = 0; i < tokens * width; i++) {
        ofQueries[at + i] += factor * error * mean(queries, at, i % width, true);
        ofKeys[at + i] += factor * error * mean(keys, at, i % width, true);
      }
    }
    for (int i = at; i < at + tokens * width; i++) {
      ofOutput[i] += Float.MIN_NORMAL * tokens;
      ofValues[i] += Float.MIN_NORMAL * tokens;
      ofQueries[i] += Float.MIN_NORMAL * tokens * (1 + scale * scale);
      ofKeys[i] += Float.MIN_NORMAL * tokens * (1 + scale * scale);
    }
  }

  /** Weights of a token, and their relative error. */
  private double weights(int at, int token, double scale, double scaleError, double[] weights) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    double error = 0;
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] = scale * dot(queries, at, token, keys, seen, false);
      most = Math.max(most, weights[seen]);
      least = Math.min(least, weights[seen]);
      double size = scale * dot(queries, at, token, keys, seen, true);
      error = Math.max(error, size * Parity.gamma(width + 2));
    }
    error = 2 * error + (most - least) * (scaleError + Parity.gamma(4));
    double sum = 0;
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] = Math.exp(weights[seen] - most);
      sum += weights[seen];
    }
    for (int seen = 0; seen < tokens; seen++) {
      weights[seen] /= sum;
    }
    return Math.expm1(2 * error) + Parity.gamma(tokens + 16);
  }

  private double scale(int at) {
    if (!attention.acrossRows()) {
      return 1 / Math.sqrt(width);
    }
    return 1 / Math.max(squares(at, false), Float.MIN_NORMAL);
  }

  /** Relative error of the scale among rows: that of the means' squares. */
  private double scaleError(int at) {
    return attention.acrossRows()
        ? squares(at, true) / Math.max(squares(at, false), Float.MIN_NORMAL)
        : 0;
  }

  /** The sum of the squared means, or its error. */
  private double squares(int at, boolean error) {
    double sum = 0;
    for (float[] matrix : new float[][] {queries, keys}) {
      for (int j = 0; j < width; j++) {
        double mean = Math.abs(mean(matrix, at, j, false));
        double off = Parity.gamma(tokens + 2) * mean(matrix, at, j, true);
        sum +=
            error
                ? (2 * mean + off) * off + Parity.gamma(2 * width + 4) * mean * mean
                : mean * mean;
      }
    }
    return sum;
  }

  private double mean(float[] matrix, int at, int column, boolean magnitude) {
    double sum = 0;
    for (int token = 0; token < tokens; token++) {
      double value = matrix[at + token * width + column];
      sum += magnitude ? Math.abs(value) : value;
    }
    return sum / tokens;
  }

  private double dot(float[] a, int at, int token, float[] b, int other, boolean magnitude) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double product = (double) a[at + token * width + j] * b[at + other * width + j];
      sum += magnitude ? Math.abs(product) : product;
    }
    return sum;
  }
}
