package org.ribond.engine.network;

/**
 * All that changes while a network learns, on the host: with the samples, it determines every later
 * step.
 *
 * @param weights weights
 * @param firstMoment Adam's first moment of each weight's gradient, or its velocity
 * @param secondMoment Adam's second moment, or 0
 * @param steps optimiser steps done
 * @param adamSteps those of them since the moments were zero
 * @param lossSum sum of the losses of the mini-batches since it was last taken
 */
public record LearnerState(
    Weights weights,
    Weights firstMoment,
    Weights secondMoment,
    int steps,
    int adamSteps,
    float lossSum) {}
