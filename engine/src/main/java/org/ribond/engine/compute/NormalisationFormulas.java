package org.ribond.engine.compute;

import java.util.Arrays;

/** {@link NormalisationOperations} on the host, in double. Arrays are dense and row-major. */
final class NormalisationFormulas {
  private NormalisationFormulas() {}

  static void rows(int n, double epsilon, double[] x, double[] gain, double[] shift, double[] out) {
    items(Layout.samples(x.length / Math.max(1, n)), n, epsilon, x, gain, shift, out);
  }

  static void items(
      Layout layout,
      int n,
      double epsilon,
      double[] x,
      double[] gain,
      double[] shift,
      double[] out) {
    for (int item = 0; item < layout.count(); item++) {
      int start = layout.start(item) * n;
      int length = layout.length(item) * n;
      double mean = mean(length, start, x);
      double factor = 1 / Math.sqrt(variance(length, start, mean, x) + epsilon);
      for (int i = start; i < start + length; i++) {
        out[i] = gain[i % n] * (x[i] - mean) * factor + shift[i % n];
      }
    }
  }

  private static double mean(int n, int row, double[] x) {
    double sum = 0;
    for (int j = row; j < row + n; j++) {
      sum += x[j];
    }
    return sum / n;
  }

  private static double variance(int n, int row, double mean, double[] x) {
    double sum = 0;
    for (int j = row; j < row + n; j++) {
      sum += (x[j] - mean) * (x[j] - mean);
    }
    return sum / n;
  }

  static void rowsGradient(
      int n,
      double epsilon,
      double[] x,
      double[] gain,
      double[] gradient,
      double[] gainGradient,
      double[] shiftGradient) {
    Layout rows = Layout.samples(x.length / Math.max(1, n));
    itemsGradient(rows, n, epsilon, x, gain, gradient, gainGradient, shiftGradient);
  }

  /**
   * With {@code y} the normalised item and {@code g} the gradient of {@code y}: {@code dx = factor
   * (g - mean(g) - y mean(g y))}.
   */
  static void itemsGradient(
      Layout layout,
      int n,
      double epsilon,
      double[] x,
      double[] gain,
      double[] gradient,
      double[] gainGradient,
      double[] shiftGradient) {
    for (int item = 0; item < layout.count(); item++) {
      int start = layout.start(item) * n;
      int length = layout.length(item) * n;
      double mean = mean(length, start, x);
      double factor = 1 / Math.sqrt(variance(length, start, mean, x) + epsilon);
      double sum = 0;
      double sumOfProducts = 0;
      for (int i = start; i < start + length; i++) {
        double y = (x[i] - mean) * factor;
        gainGradient[i % n] += gradient[i] * y;
        shiftGradient[i % n] += gradient[i];
        sum += gradient[i] * gain[i % n];
        sumOfProducts += gradient[i] * gain[i % n] * y;
      }
      for (int i = start; i < start + length; i++) {
        double y = (x[i] - mean) * factor;
        double g = gradient[i] * gain[i % n];
        gradient[i] = factor * (g - sum / length - y * sumOfProducts / length);
      }
    }
  }

  static void moments(int n, double[] x, double[] moments) {
    Arrays.fill(moments, 0);
    int rows = x.length / Math.max(1, n);
    for (int i = 0; i < x.length; i++) {
      moments[i % n] += x[i] / rows;
    }
    for (int i = 0; i < x.length; i++) {
      double distance = x[i] - moments[i % n];
      moments[n + i % n] += distance * distance / rows;
    }
  }

  static void columns(
      int n,
      double epsilon,
      double[] x,
      double[] moments,
      double[] gain,
      double[] shift,
      double[] out) {
    for (int i = 0; i < x.length; i++) {
      int j = i % n;
      double factor = 1 / Math.sqrt(moments[n + j] + epsilon);
      out[i] = gain[j] * (x[i] - moments[j]) * factor + shift[j];
    }
  }

  /** The same as of rows, with means over columns. */
  static void columnsGradient(
      int n,
      double epsilon,
      double[] x,
      double[] moments,
      double[] gain,
      double[] gradient,
      double[] gainGradient,
      double[] shiftGradient) {
    int rows = x.length / Math.max(1, n);
    double[] ofGain = new double[n];
    double[] ofShift = new double[n];
    for (int i = 0; i < x.length; i++) {
      int j = i % n;
      double y = (x[i] - moments[j]) / Math.sqrt(moments[n + j] + epsilon);
      ofGain[j] += gradient[i] * y;
      ofShift[j] += gradient[i];
    }
    for (int i = 0; i < x.length; i++) {
      int j = i % n;
      double factor = 1 / Math.sqrt(moments[n + j] + epsilon);
      double y = (x[i] - moments[j]) * factor;
      gradient[i] = factor * gain[j] * (gradient[i] - ofShift[j] / rows - y * ofGain[j] / rows);
    }
    for (int j = 0; j < n; j++) {
      gainGradient[j] += ofGain[j];
      shiftGradient[j] += ofShift[j];
    }
  }
}
