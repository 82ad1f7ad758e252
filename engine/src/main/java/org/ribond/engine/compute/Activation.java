package org.ribond.engine.compute;

/**
 * Element-wise activation of a layer. Each has a derivative that its own output determines, so that
 * no backend keeps the pre-activation.
 */
public enum Activation {
  /** {@code a = z}. */
  LINEAR,
  /** {@code a = max(z, 0)}; the derivative at 0 is 0. */
  RELU,
  /** {@code a = tanh(z)}. */
  TANH,
  /** {@code a = 1 / (1 + exp(-z))}. */
  SIGMOID;

  /** The activation of one pre-activation, in double: the reference for every backend. */
  public double apply(double z) {
    return switch (this) {
      case LINEAR -> z;
      case RELU -> Math.max(z, 0);
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
    };
  }

  /** The derivative at the pre-activation whose activation is {@code a}, in double. */
  public double derivative(double a) {
    return switch (this) {
      case LINEAR -> 1;
      case RELU -> a > 0 ? 1 : 0;
      case TANH -> 1 - a * a;
      case SIGMOID -> a * (1 - a);
    };
  }
}
