package org.ribond.engine.compute;

import java.util.List;

/** Gaussian units and attention. */
public interface UnitOperations extends MemoryOperations {
  /**
   * Gaussian units, one for each input: {@code out[i, j] = exp(-widths[0, j] (x[i, j] - centres[0,
   * j])^2)}.
   *
   * @param x samples x n
   * @param centres 1 x n
   * @param widths 1 x n, usually above 0
   * @param out samples x n, overwritten
   */
  default void gaussian(Matrix x, Matrix centres, Matrix widths, Matrix out) {
    Shapes.gaussian("gaussian", x, centres, widths, out);
    int n = x.columns();
    onHost(
        List.of(x, centres, widths),
        List.of(out),
        (in, result) -> Formulas.gaussian(n, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #gaussian}: adds to the gradients of centres and widths, and replaces
   * the gradient of the output by that of the input.
   *
   * @param out what {@code gaussian} gave
   * @param gradient gradient of {@code out}, then of {@code x}
   */
  default void gaussianGradient(
      Matrix x,
      Matrix centres,
      Matrix widths,
      Matrix out,
      Matrix gradient,
      Matrix centresGradient,
      Matrix widthsGradient) {
    Shapes.gaussian("gaussianGradient", x, centres, widths, out);
    Shapes.gaussian("gaussianGradient", x, centresGradient, widthsGradient, gradient);
    int n = x.columns();
    onHost(
        List.of(x, centres, widths, out),
        List.of(gradient, centresGradient, widthsGradient),
        (in, results) ->
            Formulas.gaussianGradient(
                n,
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                results.get(0),
                results.get(1),
                results.get(2)));
  }

  /**
   * Attention: each token's output is a mean of the values of the tokens that it sees, itself
   * included, weighted by the softmax of its scores of them. See {@link Attention} for who sees
   * whom and for the scores.
   *
   * @param queries rows x n
   * @param keys rows x n
   * @param values rows x n
   * @param out rows x n, overwritten; none of the others
   */
  default void attention(
      Attention attention, Matrix queries, Matrix keys, Matrix values, Matrix out) {
    Shapes.attention("attention", attention, queries, keys, values, out);
    int rows = queries.rows();
    int n = queries.columns();
    onHost(
        List.of(queries, keys, values),
        List.of(out),
        (in, result) ->
            AttentionFormulas.forward(
                attention, rows, n, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #attention}: overwrites the gradients of queries, keys and values.
   *
   * @param gradient gradient of the output, rows x n
   */
  default void attentionGradient(
      Attention attention,
      Matrix queries,
      Matrix keys,
      Matrix values,
      Matrix gradient,
      Matrix queriesGradient,
      Matrix keysGradient,
      Matrix valuesGradient) {
    Shapes.attention("attentionGradient", attention, queries, keys, values, gradient);
    Shapes.attention(
        "attentionGradient", attention, queries, queriesGradient, keysGradient, valuesGradient);
    int rows = queries.rows();
    int n = queries.columns();
    onHost(
        List.of(queries, keys, values, gradient),
        List.of(queriesGradient, keysGradient, valuesGradient),
        (in, out) ->
            AttentionFormulas.backward(
                attention,
                rows,
                n,
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                out.get(0),
                out.get(1),
                out.get(2)));
  }
}
