package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential, hyperbolic tangent and logistic function on vectors, without branches. The
 * polynomials are minimax fits (Remez) on the ranges stated, made for this class. A NaN stays one.
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

  /** Up to here the polynomial, from here the exponential is the more accurate. */
  private static final float TANH_SMALL = 0.6f;

  private Functions() {}

  /**
   * {@code exp(x)} within 2 units in the last place for {@code x} in [-87.33, 88]; arguments
   * outside are moved to the nearest end. With {@code n = round(x / ln 2)} and {@code r = x - n ln
   * 2}, it is {@code 2^n (1 + r + r^2 p(r))}.
   */
  static FloatVector exp(FloatVector x) {
    x = x.min(EXP_MAX).max(EXP_MIN);
    FloatVector rounded = fma(x, FloatVector.broadcast(FLOATS, LOG2_E), broadcast(ROUNDER));
    FloatVector n = rounded.sub(ROUNDER);
    FloatVector r = fma(n, broadcast(-LN2_HIGH), x);
    r = fma(n, broadcast(-LN2_LOW), r);
    FloatVector p = broadcast(0x1.6db4b2p-10f);
    p = fma(p, r, broadcast(0x1.123abcp-7f));
    p = fma(p, r, broadcast(0x1.55545ep-5f));
    p = fma(p, r, broadcast(0x1.55549p-3f));
    p = fma(p, r, broadcast(0.5f));
    FloatVector power = fma(r.mul(r), p, r).add(1);
    IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return power.mul(exponent.add(Float.floatToRawIntBits(1)).reinterpretAsFloats());
  }

  /**
   * {@code 1 / (1 + exp(-x))} within 3 units in the last place, or {@code 2^-125} where that is
   * more.
   */
  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1).div(exp(x.neg()).add(1));
  }

  /**
   * {@code tanh(x)} within 3 units in the last place: {@code x + x^3 q(x^2)} up to 0.6, {@code 1 -
   * 2 / (exp(2|x|) + 1)} with the sign of {@code x} beyond.
   */
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector power = exp(magnitude.min(TANH_MAX).mul(2));
    FloatVector large = broadcast(1).sub(broadcast(2).div(power.add(1)));
    FloatVector signed = large.blend(large.neg(), x.compare(VectorOperators.LT, 0));
    FloatVector square = x.mul(x);
    FloatVector q = broadcast(-0x1.862e2ap-8f);
    q = fma(q, square, broadcast(0x1.559986p-6f));
    q = fma(q, square, broadcast(-0x1.b8bcf2p-5f));
    q = fma(q, square, broadcast(0x1.110adap-3f));
    q = fma(q, square, broadcast(-0x1.555544p-2f));
    FloatVector small = fma(x.mul(square), q, x);
    return signed.blend(small, magnitude.compare(VectorOperators.LT, TANH_SMALL));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
