package org.ribond.engine.compute;

/**
 * One step of gradient descent with momentum (Polyak, 1964, in the form of MATLAB's {@code sgdm}).
 *
 * @param learningRate step size
 * @param momentum share of the last step that is taken again
 * @param l2 factor of the weight that is added to its gradient
 * @param decoupledDecay factor of the weight that is taken off it besides, times the learning rate
 */
public record MomentumStep(float learningRate, float momentum, float l2, float decoupledDecay) {}
