package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.ribond.engine.compute.Activation;

/**
 * Exponential, hyperbolic tangent, logistic function and their kin of ranges of an array, in place,
 * without branches. The polynomial is a minimax fit (Remez) made for this class. A NaN stays one.
 * Ranges are multiples of a vector long.
 *
 * <p>Each has a loop of its own: C2 inlines neither many vector operations into one method nor a
 * long method that it has compiled by itself, and vectors that cross a call are boxed.
 */
final class Functions {
  private static final float LOG2_E = 0x1.715476p0f;

  /** Natural logarithm of 2 in two parts; a multiple of the first by a small integer is exact. */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = -0x1.bd0106p-13f;

  /** Adding it leaves a float's nearest integer in the lower bits of the sum. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;

  /** The largest argument whose power of two, rounded, is a finite float. */
  private static final float EXP_MAX = 88;

  /** The smallest argument whose exponential is a normal float. */
  private static final float EXP_MIN = -87.33f;

  /** The hyperbolic tangent of anything larger rounds to 1. */
  private static final float TANH_MAX = 9.1f;

  private static final float GELU_FACTOR = (float) Activation.GELU_FACTOR;

  /** Factor of the cube in the argument of GELU's exponential. */
  private static final float GELU_CUBIC = (float) (Activation.GELU_FACTOR * Activation.GELU_CUBIC);

  private Functions() {}

  /**
   * {@code exp(x)} within 2 units in the last place for {@code x} in [-87.33, 88]; arguments
   * outside are moved to the nearest end. With {@code n = round(x / ln 2)} and {@code r = x - n ln
   * 2}, it is {@code 2^n + 2^n expm1(r)}.
   */
  static void exp(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      exp(load(values, j)).intoArray(values, j);
    }
  }

  /**
   * {@code 1 / (1 + exp(-x))} within 3 units in the last place, or {@code 2^-125} where that is
   * more.
   */
  static void sigmoid(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      broadcast(1).div(exp(load(values, j).neg()).add(1)).intoArray(values, j);
    }
  }

  /**
   * {@code tanh(x)} within 3 units in the last place: {@code e / (e + 2)} with {@code e = expm1(2x)
   * = 2^n expm1(r) + (2^n - 1)}, which is accurate near 0, where n is 0.
   */
  static void tanh(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      FloatVector doubled = x.add(x).min(2 * TANH_MAX).max(-2 * TANH_MAX);
      FloatVector rounded = round(doubled);
      FloatVector power = power(rounded);
      FloatVector e = fma(power, remainder(doubled, rounded), power.sub(1));
      e.div(e.add(2)).intoArray(values, j);
    }
  }

  /** {@code max(x, 0) + ln(1 + exp(-|x|))} within 4 units in the last place. */
  static void softplus(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      log1p(exp(x.abs().neg())).add(x.max(0)).intoArray(values, j);
    }
  }

  /**
   * Of arguments that are at most 0: {@code 1 / (1 + exp(-x))} in their place, and, {@code
   * distance} behind each, {@code ln(1 + exp(x))}, with the bounds of {@link #sigmoid} and {@link
   * #softplus}.
   */
  static void logistic(float[] values, int from, int to, int distance) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector e = exp(load(values, j));
      e.div(e.add(1)).intoArray(values, j);
      log1p(e).intoArray(values, j + distance);
    }
  }

  /** {@code x / (1 + exp(-x))}; its absolute error is at most 4 units of x in the last place. */
  static void silu(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      x.div(exp(x.neg()).add(1)).intoArray(values, j);
    }
  }

  /** {@link org.ribond.engine.compute.Activation#GELU}, with the bound of {@link #silu}. */
  static void gelu(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      x.div(exp(geluArgument(x).neg()).add(1)).intoArray(values, j);
    }
  }

  /** Multiplies {@code gradient} by the slope of {@link #silu} at {@code values}. */
  static void siluSlope(float[] values, float[] gradient, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      FloatVector e = exp(x.neg());
      FloatVector s = broadcast(1).div(e.add(1));
      FloatVector slope = fma(x.mul(s), e.mul(s), s);
      load(gradient, j).mul(slope).intoArray(gradient, j);
    }
  }

  /**
   * Multiplies {@code gradient} by the slope of {@link #softplus} where it is {@code values} times
   * {@code unscale}: {@code 1 - exp(-a)}.
   */
  static void softplusSlope(float unscale, float[] values, float[] gradient, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector slope = broadcast(1).sub(exp(load(values, j).mul(-unscale)));
      load(gradient, j).mul(slope).intoArray(gradient, j);
    }
  }

  /** Multiplies {@code gradient} by the slope of {@link #gelu} at {@code values}. */
  static void geluSlope(float[] values, float[] gradient, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector x = load(values, j);
      FloatVector e = exp(geluArgument(x).neg());
      FloatVector s = broadcast(1).div(e.add(1));
      FloatVector inner = fma(x.mul(x), broadcast(3 * GELU_CUBIC), broadcast(GELU_FACTOR));
      FloatVector slope = fma(x.mul(s).mul(inner), e.mul(s), s);
      load(gradient, j).mul(slope).intoArray(gradient, j);
    }
  }

  private static FloatVector geluArgument(FloatVector x) {
    return x.mul(fma(x.mul(x), broadcast(GELU_CUBIC), broadcast(GELU_FACTOR)));
  }

  /**
   * {@code ln(1 + t)} for {@code t} in [0, 1]: with {@code s = t / (2 + t)}, at most 1/3, it is
   * {@code 2 atanh(s) = 2 (s + s^3 / 3 + s^5 / 5 + ...)}, whose terms from {@code s^17} on are less
   * than 1e-9 of the sum.
   */
  private static FloatVector log1p(FloatVector t) {
    FloatVector s = t.div(t.add(2));
    FloatVector square = s.mul(s);
    FloatVector p = fma(square, broadcast(2f / 15), broadcast(2f / 13));
    p = fma(p, square, broadcast(2f / 11));
    p = fma(p, square, broadcast(2f / 9));
    p = fma(p, square, broadcast(2f / 7));
    p = fma(p, square, broadcast(2f / 5));
    p = fma(p, square, broadcast(2f / 3));
    return fma(p.mul(square), s, s.add(s));
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector inside = x.min(EXP_MAX).max(EXP_MIN);
    FloatVector rounded = round(inside);
    FloatVector power = power(rounded);
    return fma(power, remainder(inside, rounded), power);
  }

  /** {@code n + ROUNDER} with {@code n = round(x / ln 2)}. */
  private static FloatVector round(FloatVector x) {
    return fma(x, broadcast(LOG2_E), broadcast(ROUNDER));
  }

  /** {@code 2^n}. */
  private static FloatVector power(FloatVector rounded) {
    IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return exponent.add(Float.floatToRawIntBits(1)).reinterpretAsFloats();
  }

  /** {@code expm1(r) = r + r^2 p(r)} with {@code r = x - n ln 2}, at most half of ln 2. */
  private static FloatVector remainder(FloatVector x, FloatVector rounded) {
    FloatVector n = rounded.sub(ROUNDER);
    FloatVector r = fma(n, broadcast(-LN2_LOW), fma(n, broadcast(-LN2_HIGH), x));
    FloatVector p = fma(broadcast(0x1.6db4b2p-10f), r, broadcast(0x1.123abcp-7f));
    p = fma(p, r, broadcast(0x1.55545ep-5f));
    p = fma(p, r, broadcast(0x1.55549p-3f));
    p = fma(p, r, broadcast(0.5f));
    return fma(r.mul(r), p, r);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
