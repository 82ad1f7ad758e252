package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;

/**
 * Losses of single outputs and their gradients for a block of rows. Networks end in a few outputs,
 * which fill no vector, so that the block's outputs are put one after another where vectors help.
 * Sums are taken in double. What has no weight is not looked at.
 */
final class LossKernels {
  private LossKernels() {}

  /**
   * The operands of a loss.
   *
   * @param first row of the first sample in targets and weights
   * @param gradient overwritten; may be the outputs
   */
  record Operands(
      VectorMatrix outputs,
      VectorMatrix targets,
      VectorMatrix weights,
      int first,
      double scale,
      VectorMatrix gradient) {}

  /**
   * {@link org.ribond.engine.compute.Backend#sigmoidCrossEntropy} of rows {@code top} to {@code
   * bottom}: returns their loss. With {@code q = sigmoid(-|z|)} neither the loss nor the gradient
   * of an output that is right loses digits.
   */
  static double sigmoidCrossEntropy(Operands operands, int top, int bottom, Scratch scratch) {
    int n = operands.outputs.columns();
    int size = roundUp((bottom - top) * n, LINE);
    float[] values = scratch.floats(2 * size);
    for (int i = top; i < bottom; i++) {
      int at = operands.outputs.row(i);
      for (int j = 0; j < n; j++) {
        values[(i - top) * n + j] = -Math.abs(operands.outputs.values()[at + j]);
      }
    }
    Functions.logistic(values, 0, size, size);
    double loss = 0;
    for (int i = top; i < bottom; i++) {
      int place = (i - top) * n;
      loss += sigmoidCrossEntropy(operands, i, values, place, size + place);
    }
    return loss;
  }

  /** One row, with {@code sigmoid(-|z|)} and {@code ln(1 + exp(-|z|))} at hand. */
  private static double sigmoidCrossEntropy(
      Operands operands, int row, float[] values, int sigmoids, int logarithms) {
    float[] outputs = operands.outputs.values();
    float[] targets = operands.targets.values();
    float[] weights = operands.weights.values();
    float[] gradient = operands.gradient.values();
    int at = operands.outputs.row(row);
    int targetAt = operands.targets.row(operands.first + row);
    double loss = 0;
    for (int j = 0; j < operands.outputs.columns(); j++) {
      double weight = operands.scale * weights[targetAt + j];
      if (weight == 0) {
        gradient[at + j] = 0;
        continue;
      }
      double z = outputs[at + j];
      double y = targets[targetAt + j];
      double q = values[sigmoids + j];
      loss += weight * (Math.max(z, 0) - y * z + values[logarithms + j]);
      gradient[at + j] = (float) (weight * (z < 0 ? q - y : 1 - y - q));
    }
    return loss;
  }

  /**
   * {@link org.ribond.engine.compute.Backend#squaredError} of rows {@code top} to {@code bottom}:
   * returns their loss.
   */
  static double squaredError(Operands operands, int top, int bottom, Scratch scratch) {
    float[] outputs = operands.outputs.values();
    float[] targets = operands.targets.values();
    float[] weights = operands.weights.values();
    float[] gradient = operands.gradient.values();
    double loss = 0;
    for (int i = top; i < bottom; i++) {
      int at = operands.outputs.row(i);
      int targetAt = operands.targets.row(operands.first + i);
      for (int j = 0; j < operands.outputs.columns(); j++) {
        double weight = operands.scale * weights[targetAt + j];
        double distance = weight == 0 ? 0 : (double) outputs[at + j] - targets[targetAt + j];
        loss += weight * distance * distance / 2;
        gradient[at + j] = (float) (weight * distance);
      }
    }
    return loss;
  }
}
