package org.ribond.engine.compute;

/**
 * All that the operations of one optimiser step may not have in common with those of another.
 *
 * @param step number of the step, as dropout masks have it
 * @param first index of the mini-batch's first sample
 * @param scale factor of each sample's loss
 * @param learningRate the optimiser's step size
 * @param correctedRate {@link AdamStep#correctedRate}, where the optimiser is Adam
 * @param secondMomentCorrection {@link AdamStep#secondMomentCorrection}, likewise
 */
public record StepVariables(
    int step,
    int first,
    float scale,
    float learningRate,
    float correctedRate,
    float secondMomentCorrection) {

  /** Of a step of Adam. */
  public static StepVariables of(int step, int first, float scale, AdamStep adam) {
    return new StepVariables(
        step,
        first,
        scale,
        adam.learningRate(),
        adam.correctedRate(),
        adam.secondMomentCorrection());
  }

  /** Of a step of gradient descent with momentum. */
  public static StepVariables of(int step, int first, float scale, MomentumStep momentum) {
    return new StepVariables(step, first, scale, momentum.learningRate(), 0, 0);
  }
}
