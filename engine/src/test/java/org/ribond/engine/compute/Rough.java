package org.ribond.engine.compute;

/**
 * A number in double, and how far from it the same in floats may be: a running error analysis
 * (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., section 3.3) that takes the
 * operations one by one.
 *
 * @param value the number
 * @param error bound of the distance, at least 0
 */
record Rough(double value, double error) {
  /** Roundings that a function of one number is good to. */
  private static final double FUNCTION = 8 * Parity.UNIT;

  /** What may be lost where numbers are too small for their relative error to be. */
  private static final double TINY = 0x1p-120;

  static final Rough ZERO = new Rough(0, 0);
  private static final Rough ONE = new Rough(1, 0);

  static Rough exact(double value) {
    return new Rough(value, 0);
  }

  /** The numbers themselves. */
  static Rough[] exact(float[] values) {
    Rough[] result = new Rough[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = exact(values[i]);
    }
    return result;
  }

  Rough plus(Rough other) {
    double sum = value + other.value;
    return new Rough(sum, error + other.error + Parity.UNIT * Math.abs(sum));
  }

  Rough minus(Rough other) {
    return plus(new Rough(-other.value, other.error));
  }

  /** 1 less this. */
  Rough complement() {
    return ONE.minus(this);
  }

  Rough times(Rough other) {
    double product = value * other.value;
    double carried =
        Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error;
    return new Rough(product, carried + Parity.UNIT * Math.abs(product) + TINY);
  }

  Rough sigmoid() {
    double result = Activation.SIGMOID.apply(value);
    // No second derivative is above 1.
    double carried = result * (1 - result) * error + error * error;
    return new Rough(result, carried + FUNCTION * result + TINY);
  }

  Rough tanh() {
    double result = Math.tanh(value);
    double carried = (1 - result * result) * error + error * error;
    return new Rough(result, carried + FUNCTION * Math.abs(result) + TINY);
  }

  /** A sum of products of which it does not matter in what order they are added. */
  static final class Sum {
    private double value;
    private double magnitude;
    private double carried;
    private int terms;

    Sum(Rough start) {
      add(start, ONE);
    }

    void add(Rough a, Rough b) {
      double product = a.value * b.value;
      value += product;
      magnitude += Math.abs(product);
      carried += Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
      terms++;
    }

    Rough total() {
      return new Rough(value, carried + Parity.gamma(terms + 2) * magnitude + TINY);
    }
  }

  /** Bounds for numbers that are rounded to floats on both sides. */
  static double[] bounds(Rough[] numbers) {
    double[] bounds = new double[numbers.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = numbers[i].error + 2 * Parity.UNIT * Math.abs(numbers[i].value) + TINY;
    }
    return bounds;
  }
}
