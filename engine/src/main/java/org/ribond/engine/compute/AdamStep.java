package org.ribond.engine.compute;

/**
 * One step of Adam (Kingma and Ba, 2015, algorithm 1, with bias-corrected moments).
 *
 * @param learningRate step size
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param l2 factor of the weight that is added to its gradient (MATLAB's and Adam's own L2)
 * @param decoupledDecay factor of the weight that is taken off it besides, times the learning rate
 *     (AdamW)
 * @param step number of this step, from 1
 */
public record AdamStep(
    float learningRate,
    float beta1,
    float beta2,
    float epsilon,
    float l2,
    float decoupledDecay,
    int step) {

  public AdamStep {
    if (step < 1) {
      throw new IllegalArgumentException("Adam's step " + step + " is not at least 1");
    }
  }

  /** {@code learningRate / (1 - beta1^step)}. */
  public float correctedRate() {
    return (float) (learningRate / (1 - Math.pow(beta1, step)));
  }

  /** {@code 1 / (1 - beta2^step)}, the correction of the second moment. */
  public float secondMomentCorrection() {
    return (float) (1 / (1 - Math.pow(beta2, step)));
  }
}
