package org.ribond.engine.compute;

import java.util.List;

/** What is the same and what is not: vectors of unit length and the losses on their products. */
public interface ContrastiveOperations extends MemoryOperations {
  /**
   * Unit length: {@code out[i, :] = x[i, :] / |x[i, :]|}; a row of zeros stays one.
   *
   * @param x rows x n
   * @param out of the same shape, overwritten; may be {@code x} itself
   */
  default void normaliseLengths(Matrix x, Matrix out) {
    Shapes.same("normaliseLengths", "x", x, "out", out);
    int n = x.columns();
    onHost(
        List.of(x),
        List.of(out),
        (in, result) -> ContrastiveFormulas.lengths(n, in.get(0), result.get(0)));
  }

  /**
   * Backward pass of {@link #normaliseLengths}: replaces the gradient of the output by that of
   * {@code x}, of the same shape.
   */
  default void normaliseLengthsGradient(Matrix x, Matrix gradient) {
    Shapes.same("normaliseLengthsGradient", "x", x, "gradient", gradient);
    int n = x.columns();
    onHost(
        List.of(x),
        List.of(gradient),
        (in, result) -> ContrastiveFormulas.lengthsGradient(n, in.get(0), result.get(0)));
  }

  /**
   * Contrastive loss, forward and backward. Of n pairs row {@code i < n} of {@code similarities}
   * belongs to the first view of pair {@code i}, row {@code n + i} to the second; each is the
   * other's positive {@code p}. With {@code z = similarities / temperature} and {@code w =
   * weights[0, i mod n]}:
   *
   * <pre>loss[0, 0] += scale * sum of (ln sum of exp(z[i, j]) - w z[i, p])
   * gradient[i, j] = scale * (share[i, j] - (j == p ? w : 0)) / temperature</pre>
   *
   * where {@code j} is neither {@code i} nor, if the loss is decoupled, {@code p}; {@code share} is
   * that exponential's part of the sum. Of a decoupled single pair the sum is empty and left out.
   *
   * @param similarities 2n x 2n
   * @param weights 1 x n, of the positive alone
   * @param scale factor of loss and gradient
   * @param gradient 2n x 2n, overwritten; may be {@code similarities} itself
   * @param loss 1 x 1, added to
   */
  default void contrastive(
      Matrix similarities,
      Matrix weights,
      Contrast contrast,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.contrastive(similarities, weights, gradient, loss);
    onHost(
        List.of(similarities, weights),
        List.of(gradient, loss),
        (in, out) ->
            ContrastiveFormulas.contrastive(
                contrast, scale, in.get(0), in.get(1), out.get(0), out.get(1)));
  }
}
