package org.ribond.engine.compute;

/**
 * Element-wise operations of {@link Backend} on the host, in double: one loop for each formula.
 * Arrays are dense and row-major.
 */
final class Formulas {
  private Formulas() {}

  static void slopeGradient(
      Activation activation, Dropout dropout, int columns, double[] z, double[] gradient) {
    int[] scratch = new int[4];
    for (int i = 0; i < z.length; i++) {
      double factor = dropout.isActive() ? dropout.factor(i / columns, i % columns, scratch) : 1;
      gradient[i] *= factor * activation.slope(z[i]);
    }
  }

  static void add(double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += from[i];
    }
  }

  static void multiply(double[] a, double[] b, boolean accumulate, double[] out) {
    for (int i = 0; i < a.length; i++) {
      out[i] = (accumulate ? out[i] : 0) + a[i] * b[i];
    }
  }

  static void scale(double factor, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  static void squaredSum(double[] a, double[] sum) {
    double total = 0;
    for (double value : a) {
      total += value * value;
    }
    sum[0] += total;
  }

  static void gaussian(int n, double[] x, double[] centres, double[] widths, double[] out) {
    for (int i = 0; i < x.length; i++) {
      double distance = x[i] - centres[i % n];
      out[i] = Math.exp(-widths[i % n] * distance * distance);
    }
  }

  static void gaussianGradient(
      int n,
      double[] x,
      double[] centres,
      double[] widths,
      double[] out,
      double[] gradient,
      double[] centresGradient,
      double[] widthsGradient) {
    for (int i = 0; i < x.length; i++) {
      int j = i % n;
      double distance = x[i] - centres[j];
      double ofExponent = gradient[i] * out[i];
      double ofDistance = -2 * widths[j] * distance * ofExponent;
      centresGradient[j] -= ofDistance;
      widthsGradient[j] -= distance * distance * ofExponent;
      gradient[i] = ofDistance;
    }
  }

  static void momentum(MomentumStep step, double[] weights, double[] gradient, double[] velocity) {
    for (int i = 0; i < gradient.length; i++) {
      double g = gradient[i] + step.l2() * weights[i];
      double decay = (double) step.learningRate() * step.decoupledDecay() * weights[i];
      velocity[i] = step.momentum() * velocity[i] - step.learningRate() * g;
      weights[i] += velocity[i] - decay;
    }
  }

  static void submatrix(
      int width, int[] rows, int[] columns, float factor, double[] from, double[] to) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        to[i * columns.length + j] = factor * from[rows[i] * width + columns[j]];
      }
    }
  }

  static void addSubmatrix(
      int width, int[] rows, int[] columns, float factor, double[] from, double[] to) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        to[rows[i] * width + columns[j]] += factor * from[i * columns.length + j];
      }
    }
  }

  static void sigmoidCrossEntropy(
      int offset,
      double scale,
      double[] logits,
      double[] targets,
      double[] weights,
      double[] gradient,
      double[] loss) {
    for (int i = 0; i < logits.length; i++) {
      double z = logits[i];
      double y = targets[offset + i];
      double w = weights[offset + i];
      if (w == 0) {
        gradient[i] = 0;
        continue;
      }
      // ln(1 + exp(z)) - y z, without overflow.
      loss[0] += scale * w * (Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z))));
      gradient[i] = scale * w * (Activation.SIGMOID.apply(z) - y);
    }
  }

  static void squaredError(
      int offset,
      double scale,
      double[] outputs,
      double[] targets,
      double[] weights,
      double[] gradient,
      double[] loss) {
    for (int i = 0; i < outputs.length; i++) {
      double w = weights[offset + i];
      double difference = w == 0 ? 0 : outputs[i] - targets[offset + i];
      loss[0] += scale * w * difference * difference / 2;
      gradient[i] = scale * w * difference;
    }
  }

  /**
   * With {@code f = -(1 - p)^focus ln p} the gradient's factor is {@code (1 - p)^focus - focus p (1
   * - p)^(focus - 1) ln p}.
   */
  static void focus(int classes, double focus, double[] logits, double[] gradient, double[] loss) {
    for (int row = 0; row < logits.length; row += classes) {
      int own = row;
      double max = Double.NEGATIVE_INFINITY;
      for (int j = row; j < row + classes; j++) {
        own = gradient[j] < gradient[own] ? j : own;
        max = Math.max(max, logits[j]);
      }
      double sum = 0;
      double others = 0;
      for (int j = row; j < row + classes; j++) {
        double power = Math.exp(logits[j] - max);
        sum += power;
        others += j == own ? 0 : power;
      }
      double wrong = others / sum;
      if (gradient[own] < 0 && wrong > 0) {
        double logarithm = Math.log1p(-wrong);
        double p = 1 - wrong;
        if (p < 0.5) {
          logarithm = logits[own] - max - Math.log(sum);
          p = Math.exp(logarithm);
        }
        double factor = Math.pow(wrong, focus) - focus * p * Math.pow(wrong, focus - 1) * logarithm;
        loss[0] += -gradient[own] / wrong * logarithm * (1 - Math.pow(wrong, focus));
        for (int j = row; j < row + classes; j++) {
          gradient[j] *= factor;
        }
      }
    }
  }
}
