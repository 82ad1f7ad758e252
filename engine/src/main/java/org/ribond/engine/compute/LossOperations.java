package org.ribond.engine.compute;

import java.util.List;

/** Losses, forward and backward. */
public interface LossOperations extends MemoryOperations {
  /**
   * Softmax cross-entropy, forward and backward. With probabilities {@code y = softmax(logits[i,
   * :])}, label {@code c = labels[first + i]} and weight {@code w = weights[0, first + i]}:
   *
   * <pre>loss[0, 0] += scale * sum over i of -w * ln y[c]
   * gradient[i, j] = scale * w * (y[j] - (j == c ? 1 : 0))</pre>
   *
   * @param logits samples x classes
   * @param labels class of each sample
   * @param weights weight of each sample, one row
   * @param first index of the first sample in {@code labels} and {@code weights}
   * @param scale factor of loss and gradient, such as one over the batch's sum of weights
   * @param gradient samples x classes, overwritten; may be {@code logits} itself
   * @param loss 1 x 1, added to
   */
  void softmaxCrossEntropy(
      Matrix logits,
      Ints labels,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss);

  /**
   * Makes the gradient and the loss of {@link #softmaxCrossEntropy}, with weights above 0, those of
   * the focal loss {@code -w (1 - p)^focus ln p} (Lin et al., 2017, equation 4), with p the
   * probability of the sample's own class. That class is known by its negative gradient.
   *
   * @param logits what the gradient and the loss were made of, samples x classes
   * @param focus exponent, at least 0
   * @param gradient samples x classes, changed
   * @param loss 1 x 1, changed by what the focal loss of these samples differs
   */
  default void focus(Matrix logits, float focus, Matrix gradient, Matrix loss) {
    Shapes.same("focus", "logits", logits, "gradient", gradient);
    int classes = logits.columns();
    onHost(
        List.of(logits),
        List.of(gradient, loss),
        (in, out) -> Formulas.focus(classes, focus, in.get(0), out.get(0), out.get(1)));
  }

  /**
   * Softmax of each row of {@code logits} (n x classes) into {@code probabilities}, of the same
   * shape; may be in place.
   */
  void softmax(Matrix logits, Matrix probabilities);

  /**
   * Sigmoid cross-entropy of each output by itself, forward and backward. With {@code p =
   * sigmoid(logits[i, j])}, target {@code y = targets[first + i, j]} in [0, 1] and weight {@code w
   * = weights[first + i, j]}:
   *
   * <pre>loss[0, 0] += scale * sum of -w (y ln p + (1 - y) ln(1 - p))
   * gradient[i, j] = scale * w * (p - y)</pre>
   *
   * @param logits samples x outputs
   * @param targets as many columns, a row for each sample of a longer list
   * @param weights of the shape of {@code targets}; 0 where the target is missing
   * @param first row of the first sample in {@code targets} and {@code weights}
   * @param scale factor of loss and gradient
   * @param gradient samples x outputs, overwritten; may be {@code logits} itself
   * @param loss 1 x 1, added to
   */
  default void sigmoidCrossEntropy(
      Matrix logits,
      Matrix targets,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.targets("sigmoidCrossEntropy", logits, targets, weights, first, gradient, loss);
    int offset = first * logits.columns();
    onHost(
        List.of(logits, targets, weights),
        List.of(gradient, loss),
        (in, out) ->
            Formulas.sigmoidCrossEntropy(
                offset, scale, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }

  /**
   * Half the squared error of each output by itself, forward and backward. With {@code d =
   * outputs[i, j] - targets[first + i, j]} and weight {@code w = weights[first + i, j]}:
   *
   * <pre>loss[0, 0] += scale * sum of w d^2 / 2
   * gradient[i, j] = scale * w * d</pre>
   *
   * with the operands of {@link #sigmoidCrossEntropy}.
   */
  default void squaredError(
      Matrix outputs,
      Matrix targets,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.targets("squaredError", outputs, targets, weights, first, gradient, loss);
    int offset = first * outputs.columns();
    onHost(
        List.of(outputs, targets, weights),
        List.of(gradient, loss),
        (in, out) ->
            Formulas.squaredError(
                offset, scale, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }

  /**
   * Softmax cross-entropy over the sites of each chain, of each column by itself, forward and
   * backward: where in a chain something is. With shares {@code s = shares[first + i, j]}, their
   * sum {@code S} over the chain of site {@code i} and the softmax {@code q} of the chain's logits:
   *
   * <pre>loss[0, 0] += scale * sum of -s ln q
   * gradient[i, j] += scale * (S q - s)</pre>
   *
   * @param chains layout of {@code logits}, chains
   * @param logits sites x columns
   * @param shares as many columns, a row for each site of a longer list; 0 or more, they need not
   *     add up to 1
   * @param first row of the first site in {@code shares}
   * @param scale factor of loss and gradient
   * @param gradient sites x columns, added to
   * @param loss 1 x 1, added to
   */
  default void chainCrossEntropy(
      Layout chains,
      Matrix logits,
      Matrix shares,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    ChainShapes.chains("chainCrossEntropy", "logits", chains, logits);
    Shapes.targets("chainCrossEntropy", logits, shares, shares, first, gradient, loss);
    int columns = logits.columns();
    onHost(
        List.of(logits, shares),
        List.of(gradient, loss),
        (in, out) ->
            ChainFormulas.crossEntropy(
                chains, columns, first, scale, in.get(0), in.get(1), out.get(0), out.get(1)));
  }
}
