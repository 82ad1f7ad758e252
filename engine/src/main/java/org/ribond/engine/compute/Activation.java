package org.ribond.engine.compute;

/**
 * Element-wise activation of a layer.
 *
 * <p>Most have a derivative that their own output determines, so that the pre-activation need not
 * be kept ({@link #isReversible}, {@link #derivative}); the others need it ({@link #slope}). Slopes
 * are at most 9/8 everywhere.
 */
public enum Activation {
  /** {@code a = z}. */
  LINEAR,
  /** {@code a = max(z, 0)}; the derivative at 0 is 0. */
  RELU,
  /** {@code a = tanh(z)}. */
  TANH,
  /** {@code a = 1 / (1 + exp(-z))}. */
  SIGMOID,
  /**
   * {@code a = z} above 0, {@link #LEAK}{@code z} elsewhere, with that slope at 0 (Maas, Hannun and
   * Ng, 2013).
   */
  LEAKY_RELU,
  /** {@code a = ln(1 + exp(z))} (Dugas et al., 2001). */
  SOFTPLUS,
  /** {@code a = z / (1 + exp(-z))} (Elfwing, Uchibe and Doya, 2018; also called swish). */
  SILU,
  /**
   * {@code a = z / (1 + exp(-2u))} with {@code u = sqrt(2 / pi) (z + 0.044715 z^3)}: the form with
   * tanh of Hendrycks and Gimpel, 2016, within 0.0005 of z times the normal distribution.
   */
  GELU;

  /** Slope of {@link #LEAKY_RELU} below 0. */
  public static final float LEAK = 0.01f;

  /** {@code 2 sqrt(2 / pi)}, of {@link #GELU}. */
  public static final double GELU_FACTOR = 1.5957691216057308;

  /** Factor of the cube in {@link #GELU}. */
  public static final double GELU_CUBIC = 0.044715;

  /** Whether the output determines the derivative, as {@link Backend#activationGradient} needs. */
  public boolean isReversible() {
    return this != SILU && this != GELU;
  }

  /** The activation of one pre-activation, in double: the reference for every backend. */
  public double apply(double z) {
    return switch (this) {
      case LINEAR -> z;
      case RELU -> Math.max(z, 0);
      case TANH -> Math.tanh(z);
      case SIGMOID -> sigmoid(z);
      case LEAKY_RELU -> z > 0 ? z : LEAK * z;
      case SOFTPLUS -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      case SILU -> z * sigmoid(z);
      case GELU -> z * sigmoid(geluArgument(z));
    };
  }

  /**
   * The derivative at the pre-activation whose activation is {@code a}, in double.
   *
   * @throws IllegalArgumentException if the output does not determine it
   */
  public double derivative(double a) {
    return switch (this) {
      case LINEAR -> 1;
      case RELU -> a > 0 ? 1 : 0;
      case TANH -> 1 - a * a;
      case SIGMOID -> a * (1 - a);
      case LEAKY_RELU -> a > 0 ? 1 : LEAK;
      case SOFTPLUS -> -Math.expm1(-a);
      case SILU, GELU ->
          throw new IllegalArgumentException("the output of " + this + " has no one derivative");
    };
  }

  /** The derivative at the pre-activation {@code z}, in double. */
  public double slope(double z) {
    return switch (this) {
      case LINEAR, RELU, TANH, SIGMOID, LEAKY_RELU, SOFTPLUS -> derivative(apply(z));
      case SILU -> sigmoidProductSlope(z, z, 1);
      case GELU ->
          sigmoidProductSlope(z, geluArgument(z), GELU_FACTOR * (1 + 3 * GELU_CUBIC * z * z));
    };
  }

  /** Derivative of {@code z sigmoid(u)}, where u has the derivative {@code du}. */
  private static double sigmoidProductSlope(double z, double u, double du) {
    double s = sigmoid(u);
    return s + z * s * (1 - s) * du;
  }

  private static double geluArgument(double z) {
    return GELU_FACTOR * (z + GELU_CUBIC * z * z * z);
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
