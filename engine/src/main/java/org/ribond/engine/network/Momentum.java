package org.ribond.engine.network;

import org.ribond.engine.compute.MomentumStep;

/**
 * Settings of gradient descent with momentum (Polyak, 1964; MATLAB's {@code sgdm}).
 *
 * @param learningRate step size, above 0
 * @param momentum share of the last step that is taken again, 0 up to but not including 1
 * @param l2 factor of the weight that is added to its gradient, at least 0
 * @param weightDecay factor of the weight that is taken off it besides, times the learning rate, at
 *     least 0
 */
public record Momentum(float learningRate, float momentum, float l2, float weightDecay)
    implements Optimiser {
  public Momentum {
    Adam.positive("learning rate", learningRate);
    Adam.decay("momentum", momentum);
    Adam.notNegative("l2", l2);
    Adam.notNegative("weight decay", weightDecay);
  }

  @Override
  public String name() {
    return "sgd";
  }

  /** A step at {@code rateFactor} times the learning rate, with or without decay. */
  MomentumStep step(float rateFactor, boolean decays) {
    float rate = learningRate * rateFactor;
    return new MomentumStep(rate, momentum, decays ? l2 : 0, decays ? weightDecay : 0);
  }
}
