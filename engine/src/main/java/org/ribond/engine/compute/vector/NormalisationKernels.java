package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of {@link Normalisations}. Sums along a row are taken in as many parts as a cache line has
 * floats, whatever the width of vectors, the parts then in a fixed order; columns behind the last
 * whole line are added one by one, since their padding may be anything.
 */
final class NormalisationKernels {
  private NormalisationKernels() {}

  /** Mean of {@code n} numbers; {@code lanes} is working memory. */
  static float mean(float[] x, int at, int n, float[] lanes) {
    if (n == LINE) {
      return total(x, at) / n;
    }
    int whole = n - n % LINE;
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int j = lane; j < whole; j += LINE) {
        sum = sum.add(load(x, at + j));
      }
      sum.intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      lanes[j - whole] += x[at + j];
    }
    return total(lanes, 0) / n;
  }

  /** {@code 1 / sqrt(variance + epsilon)} of {@code n} numbers with a given mean. */
  static float factor(float[] x, int at, int n, float mean, float epsilon, float[] lanes) {
    double squares = squares(x, at, n, mean, lanes);
    return (float) (1 / Math.sqrt(squares / n + epsilon));
  }

  /** Sum of the squared distances of {@code n} numbers from {@code mean}. */
  static float squares(float[] x, int at, int n, float mean, float[] lanes) {
    int whole = n - n % LINE;
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int j = lane; j < whole; j += LINE) {
        FloatVector distance = load(x, at + j).sub(mean);
        sum = fma(distance, distance, sum);
      }
      sum.intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      float distance = x[at + j] - mean;
      lanes[j - whole] += distance * distance;
    }
    return total(lanes, 0);
  }

  /** Sum of a cache line of parts. */
  static float total(float[] lanes, int at) {
    float sum = 0;
    for (int i = at; i < at + LINE; i += 4) {
      sum += (lanes[i] + lanes[i + 1]) + (lanes[i + 2] + lanes[i + 3]);
    }
    return sum;
  }

  /** {@code out = gain (x - mean) factor + shift} for one row. */
  static void row(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] gain,
      float[] shift,
      float[] out) {
    for (int j = 0; j < n; j += COUNT) {
      FloatVector y = load(x, at + j).sub(mean).mul(factor);
      fma(load(gain, j), y, load(shift, j)).intoArray(out, at + j);
    }
  }

  /**
   * Replaces the gradient of a normalised row by that of {@code x}: {@code factor (g - mean(g) - y
   * mean(g y))} with {@code g} the gradient times the gain.
   */
  static void rowGradient(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] gain,
      float[] gradient,
      float[] lanes) {
    products(x, at, n, mean, factor, gain, gradient, lanes);
    float ofSum = total(lanes, 0) / n;
    float ofProduct = total(lanes, LINE) / n;
    rowGradient(x, at, n, mean, factor, gain, gradient, ofSum, ofProduct);
  }

  /** The same with given means of {@code g} and of {@code g y}. */
  static void rowGradient(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] gain,
      float[] gradient,
      float ofSum,
      float ofProduct) {
    for (int j = 0; j < n; j += COUNT) {
      FloatVector y = load(x, at + j).sub(mean).mul(factor);
      FloatVector g = load(gradient, at + j).mul(load(gain, j)).sub(ofSum);
      g.sub(y.mul(ofProduct)).mul(factor).intoArray(gradient, at + j);
    }
  }

  /** Sums of {@code g} and of {@code g y} along a row, each in a cache line of parts. */
  static void products(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] gain,
      float[] gradient,
      float[] lanes) {
    int whole = n - n % LINE;
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector product = sum;
      for (int j = lane; j < whole; j += LINE) {
        FloatVector g = load(gradient, at + j).mul(load(gain, j));
        sum = sum.add(g);
        product = fma(g, load(x, at + j).sub(mean).mul(factor), product);
      }
      sum.intoArray(lanes, lane);
      product.intoArray(lanes, LINE + lane);
    }
    for (int j = whole; j < n; j++) {
      float g = gradient[at + j] * gain[j];
      lanes[j - whole] += g;
      lanes[LINE + j - whole] += g * ((x[at + j] - mean) * factor);
    }
  }

  /** Adds {@code gradient y} and the gradient to the sums of gain and shift from {@code sumsAt}. */
  static void addProducts(
      float[] x,
      float[] gradient,
      int at,
      int width,
      float mean,
      float factor,
      float[] sums,
      int sumsAt) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector g = load(gradient, at + j);
      FloatVector y = load(x, at + j).sub(mean).mul(factor);
      int place = sumsAt + j;
      fma(g, y, load(sums, place)).intoArray(sums, place);
      load(sums, place + width).add(g).intoArray(sums, place + width);
    }
  }

  /** The same with a mean and a factor for each column. */
  static void addProducts(
      float[] x,
      float[] gradient,
      int at,
      int width,
      float[] means,
      float[] factors,
      float[] sums,
      int sumsAt) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector g = load(gradient, at + j);
      FloatVector y = load(x, at + j).sub(load(means, j)).mul(load(factors, j));
      int place = sumsAt + j;
      fma(g, y, load(sums, place)).intoArray(sums, place);
      load(sums, place + width).add(g).intoArray(sums, place + width);
    }
  }

  /** {@code squares += (x - mean)^2} for each column of one row. */
  static void addSquares(
      float[] x, int at, int width, float[] means, float[] squares, int squaresAt) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector distance = load(x, at + j).sub(load(means, j));
      fma(distance, distance, load(squares, squaresAt + j)).intoArray(squares, squaresAt + j);
    }
  }

  /** {@code values /= divisor}. */
  static void divide(float[] values, int at, int width, float divisor) {
    for (int j = at; j < at + width; j += COUNT) {
      load(values, j).div(divisor).intoArray(values, j);
    }
  }

  /** {@code 1 / sqrt(variance + epsilon)} for each column. */
  static void factors(float[] variances, int at, int width, float epsilon, float[] factors) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      one.div(load(variances, at + j).add(epsilon).sqrt()).intoArray(factors, j);
    }
  }

  /** {@code out = (x - mean) scale + shift} for one row, each of its column. */
  static void column(
      float[] x, int at, int width, float[] means, float[] scales, float[] shift, float[] out) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector distance = load(x, at + j).sub(load(means, j));
      fma(distance, load(scales, j), load(shift, j)).intoArray(out, at + j);
    }
  }

  /**
   * Replaces the gradient of one row normalised by columns by that of {@code x}: {@code factor gain
   * (g - mean(g) - y mean(g y))} with the means over {@code rows} rows.
   *
   * @param sums of {@code g y}, then of {@code g}, over all rows
   */
  static void columnGradient(
      float[] x,
      int at,
      int width,
      float rows,
      float[] means,
      float[] factors,
      float[] gain,
      float[] sums,
      float[] gradient) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector factor = load(factors, j);
      FloatVector y = load(x, at + j).sub(load(means, j)).mul(factor);
      FloatVector g = load(gradient, at + j).sub(load(sums, width + j).div(rows));
      g.sub(y.mul(load(sums, j).div(rows)))
          .mul(factor.mul(load(gain, j)))
          .intoArray(gradient, at + j);
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
