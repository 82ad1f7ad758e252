package org.ribond.engine.network;

/** How weights follow their gradients. Biases do not decay. */
public sealed interface Optimiser permits Adam, Momentum {
  /** Name by which users ask for it. */
  String name();

  /** Step size, above 0. */
  float learningRate();

  /** Factor of the weight that is added to its gradient, at least 0. */
  float l2();

  /** Factor of the weight that is taken off it besides, times the learning rate, at least 0. */
  float weightDecay();
}
