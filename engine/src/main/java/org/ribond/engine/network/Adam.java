package org.ribond.engine.network;

import org.ribond.engine.compute.AdamStep;

/**
 * Settings of the optimiser Adam (Kingma and Ba, 2015, algorithm 1) with either kind of weight
 * decay. Biases do not decay.
 *
 * @param learningRate step size, above 0
 * @param beta1 decay of the first moment, 0 up to but not including 1
 * @param beta2 decay of the second moment, 0 up to but not including 1
 * @param epsilon added to the root of the second moment, above 0
 * @param l2 factor of the weight that is added to its gradient, at least 0
 * @param weightDecay factor of the weight that is taken off it besides, times the learning rate, at
 *     least 0 (AdamW: Loshchilov and Hutter, 2019)
 */
public record Adam(
    float learningRate, float beta1, float beta2, float epsilon, float l2, float weightDecay)
    implements Optimiser {

  public Adam {
    positive("learning rate", learningRate);
    decay("beta1", beta1);
    decay("beta2", beta2);
    positive("epsilon", epsilon);
    notNegative("l2", l2);
    notNegative("weight decay", weightDecay);
  }

  /** The paper's own settings with a learning rate, and no weight decay. */
  public static Adam of(float learningRate) {
    return new Adam(learningRate, 0.9f, 0.999f, 1e-8f, 0, 0);
  }

  @Override
  public String name() {
    return "adam";
  }

  /** Step {@code number}, from 1, with or without decay, at a factor of the learning rate. */
  AdamStep step(int number, float rateFactor, boolean decays) {
    float rate = learningRate * rateFactor;
    return new AdamStep(
        rate, beta1, beta2, epsilon, decays ? l2 : 0, decays ? weightDecay : 0, number);
  }

  static void positive(String name, float value) {
    if (!(value > 0 && Float.isFinite(value))) {
      throw new IllegalArgumentException(name + " " + value + " is not above 0");
    }
  }

  static void notNegative(String name, float value) {
    if (!(value >= 0 && Float.isFinite(value))) {
      throw new IllegalArgumentException(name + " " + value + " is not at least 0");
    }
  }

  static void decay(String name, float value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " " + value + " is not in [0, 1)");
    }
  }
}
