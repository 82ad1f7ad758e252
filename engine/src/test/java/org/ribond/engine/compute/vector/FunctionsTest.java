package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;

/** Stated error bounds, checked on a dense walk through the floats. */
class FunctionsTest {
  @Test
  void exp_allOfItsRange_isWithinTwoUlp() {
    check(Functions::exp, Math::exp, -87.33f, 88, 2, 0);
  }

  @Test
  void tanh_anyArgument_isWithinThreeUlp() {
    check(Functions::tanh, Math::tanh, -30, 30, 3, 0);
  }

  @Test
  void sigmoid_anyArgument_isWithinThreeUlp() {
    check(Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)), -120, 120, 3, 0x1p-125);
  }

  @Test
  void softplus_anyArgument_isWithinFourUlp() {
    check(
        Functions::softplus,
        x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
        -87,
        120,
        4,
        0x1p-125);
  }

  @Test
  void logistic_atMostZero_isSigmoidAndSoftplus() {
    Kernel logarithm =
        (values, from, to) -> {
          float[] both = Arrays.copyOf(values, 2 * to);
          Functions.logistic(both, from, to, to);
          System.arraycopy(both, to + from, values, from, to - from);
        };
    check(logarithm, x -> Math.log1p(Math.exp(x)), -87, 0, 4, 0x1p-125);
    Kernel sigmoid =
        (values, from, to) -> {
          float[] both = Arrays.copyOf(values, 2 * to);
          Functions.logistic(both, from, to, to);
          System.arraycopy(both, from, values, from, to - from);
        };
    check(sigmoid, x -> 1 / (1 + Math.exp(-x)), -87, 0, 3, 0x1p-125);
  }

  @Test
  void siluAndGelu_whereTheyAreNotTiny_areWithinEightUlp() {
    check(Functions::silu, Activation.SILU::apply, -1, 120, 8, 0x1p-125);
    check(Functions::gelu, Activation.GELU::apply, -1, 120, 8, 0x1p-125);
  }

  @Test
  void siluAndGelu_anywhere_areWithinFourUlpOfTheirArgument() {
    for (float x = -110; x < 110; x += 0.00737f) {
      double bound = 4 * Math.ulp(x);
      assertEquals(Activation.SILU.apply(x), at(Functions::silu, x), bound);
      assertEquals(Activation.GELU.apply(x), at(Functions::gelu, x), bound);
    }
  }

  @Test
  void functions_ofExtremes_areTheirLimits() {
    assertEquals(1, at(Functions::tanh, Float.POSITIVE_INFINITY));
    assertEquals(-1, at(Functions::tanh, Float.NEGATIVE_INFINITY));
    assertEquals(0, at(Functions::tanh, 0));
    assertEquals(1, at(Functions::sigmoid, Float.POSITIVE_INFINITY));
    assertEquals(0, at(Functions::sigmoid, Float.NEGATIVE_INFINITY), 0x1p-125);
    assertTrue(Float.isNaN(at(Functions::tanh, Float.NaN)));
    assertTrue(Float.isNaN(at(Functions::sigmoid, Float.NaN)));
    assertTrue(Float.isNaN(at(Functions::exp, Float.NaN)));
  }

  private static float at(Kernel kernel, float x) {
    float[] values = new float[Lanes.COUNT];
    Arrays.fill(values, x);
    kernel.apply(values, 0, values.length);
    return values[0];
  }

  /** Compares at about 200,000 floats, more of them the nearer to 0. */
  private static void check(
      Kernel kernel, DoubleUnaryOperator exact, float from, float to, double ulps, double floor) {
    float[] x = new float[1 << 18];
    int step = Float.floatToRawIntBits(Float.POSITIVE_INFINITY) / x.length;
    for (int i = 0; i < x.length; i++) {
      float magnitude = Float.intBitsToFloat(i * step);
      x[i] = Math.clamp(i % 2 == 0 ? magnitude : -magnitude, from, to);
    }
    float[] y = x.clone();
    kernel.apply(y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      double expected = exact.applyAsDouble(x[i]);
      double error = Math.abs(y[i] - expected);
      double bound = Math.max(ulps * Math.ulp((float) expected), floor);
      float argument = x[i];
      assertTrue(error <= bound, () -> "at " + argument + ": error " + error + ", bound " + bound);
    }
  }

  /** A function of a range of an array, in place. */
  private interface Kernel {
    void apply(float[] values, int from, int to);
  }
}
