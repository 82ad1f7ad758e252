package org.ribond.engine.network;

import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.StepVariables;

/**
 * How weights go down the gradient of a loss, whatever network they are of: the gradient, the
 * optimiser's moments and its steps, the loss.
 */
final class Descent {
  private final Backend backend;
  private final DeviceWeights weights;
  private final Optimiser optimiser;
  private final DeviceWeights gradient;
  private final DeviceWeights firstMoment;
  private final DeviceWeights secondMoment;
  private final Matrix loss;
  private final Matrix squares;
  private int steps;
  private int adamSteps;

  /**
   * Prepares the first step.
   *
   * @param weights what is to change
   * @param memory where all matrices are
   */
  Descent(Backend backend, DeviceWeights weights, Optimiser optimiser, DeviceMemory memory) {
    this.backend = backend;
    this.weights = weights;
    this.optimiser = optimiser;
    gradient = new DeviceWeights(backend, weights.shapes(), memory);
    firstMoment = new DeviceWeights(backend, weights.shapes(), memory);
    secondMoment = new DeviceWeights(backend, weights.shapes(), memory);
    loss = memory.matrix(1, 1);
    squares = memory.matrix(1, 1);
  }

  /** The gradient of the mini-batch, to be added to. */
  DeviceWeights gradient() {
    return gradient;
  }

  /** The loss, to be added to, 1 x 1. */
  Matrix loss() {
    return loss;
  }

  /** Optimiser steps done. */
  int steps() {
    return steps;
  }

  /** A mini-batch begins: its gradient is 0 so far. */
  void begin() {
    gradient.fill(0);
  }

  /**
   * Moves the weights along the gradient.
   *
   * @param rateFactor what the optimiser's learning rate is multiplied by
   * @param clipNorm Euclidean norm of the whole gradient beyond which it is scaled down to that
   *     norm; 0 for never
   */
  void update(float rateFactor, float clipNorm) {
    if (clipNorm > 0) {
      backend.clip(gradient.matrices(), clipNorm, squares);
    }
    for (int place = 0; place < weights.count(); place++) {
      if (weights.shape(place).learns()) {
        update(place, rateFactor, weights.shape(place).decays());
      }
    }
  }

  private void update(int place, float rateFactor, boolean decays) {
    Matrix changed = weights.get(place);
    Matrix ofWeights = gradient.get(place);
    Matrix first = firstMoment.get(place);
    switch (optimiser) {
      case Adam adam -> {
        AdamStep step = adam.step(adamSteps + 1, rateFactor, decays);
        backend.adam(changed, ofWeights, first, secondMoment.get(place), step);
      }
      case Momentum momentum ->
          backend.momentum(changed, ofWeights, first, momentum.step(rateFactor, decays));
    }
  }

  /** What the operations of the next step do not have in common with those of another. */
  StepVariables variables(int first, float scale, float rateFactor) {
    return switch (optimiser) {
      case Adam adam ->
          StepVariables.of(steps + 1, first, scale, adam.step(adamSteps + 1, rateFactor, true));
      case Momentum momentum ->
          StepVariables.of(steps + 1, first, scale, momentum.step(rateFactor, true));
    };
  }

  /** The step is done. */
  void stepped() {
    steps++;
    adamSteps++;
  }

  /** Forgets the optimiser's moments, as if the next step were its first; the weights go on. */
  void startAfresh() {
    firstMoment.fill(0);
    secondMoment.fill(0);
    adamSteps = 0;
  }

  /** Sum of the mini-batches' losses since the last call, or since the start. Waits for them. */
  float takeLossSum() {
    float sum = lossSum();
    backend.fill(loss, 0);
    return sum;
  }

  /** What {@link #takeLossSum} would return, which it still does. Waits for the mini-batches. */
  float lossSum() {
    float[] value = new float[1];
    backend.download(loss, value);
    return value[0];
  }

  /** A copy of all that changes in training. */
  LearnerState state() {
    return new LearnerState(
        weights.download(),
        firstMoment.download(),
        secondMoment.download(),
        steps,
        adamSteps,
        lossSum());
  }

  /**
   * Goes back to a copy that {@link #state} made.
   *
   * @throws IllegalArgumentException if it is of another architecture
   */
  void restore(LearnerState state) {
    weights.upload(state.weights());
    firstMoment.upload(state.firstMoment());
    secondMoment.upload(state.secondMoment());
    backend.upload(new float[] {state.lossSum()}, loss);
    steps = state.steps();
    adamSteps = state.adamSteps();
  }
}
