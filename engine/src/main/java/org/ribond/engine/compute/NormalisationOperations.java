package org.ribond.engine.compute;

import java.util.List;

/**
 * Normalisation of rows (layer normalisation), of columns (batch normalisation) and of whole items
 * (group normalisation with one group).
 */
public interface NormalisationOperations extends MemoryOperations {
  /**
   * Layer normalisation (Ba, Kiros and Hinton, 2016): with the mean {@code m} and the variance
   * {@code v} of row {@code i} of {@code x},
   *
   * <pre>out[i, j] = gain[0, j] (x[i, j] - m) / sqrt(v + epsilon) + shift[0, j]</pre>
   *
   * @param x rows x n
   * @param gain 1 x n
   * @param shift 1 x n
   * @param out rows x n, overwritten; not {@code x}
   */
  default void normaliseRows(Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseRows", x, gain, shift, out);
    int n = x.columns();
    onHost(
        List.of(x, gain, shift),
        List.of(out),
        (in, result) ->
            NormalisationFormulas.rows(n, epsilon, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #normaliseRows}: replaces the gradient of the output by that of {@code
   * x}, and adds to the gradients of gain and shift.
   */
  default void normaliseRowsGradient(
      Matrix x,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseRowsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.same("normaliseRowsGradient", "gain", gain, "its gradient", gainGradient);
    int n = x.columns();
    onHost(
        List.of(x, gain),
        List.of(gradient, gainGradient, shiftGradient),
        (in, results) ->
            NormalisationFormulas.rowsGradient(
                n, epsilon, in.get(0), in.get(1), results.get(0), results.get(1), results.get(2)));
  }

  /**
   * Mean and variance of each column of {@code x} (rows x n), by all rows: the first and the second
   * row of {@code moments} (2 x n), overwritten. Of no rows both are 0.
   */
  default void columnMoments(Matrix x, Matrix moments) {
    Shapes.moments("columnMoments", x, moments);
    int n = x.columns();
    onHost(
        List.of(x),
        List.of(moments),
        (in, result) -> NormalisationFormulas.moments(n, in.get(0), result.get(0)));
  }

  /**
   * Batch normalisation (Ioffe and Szegedy, 2015) with given moments:
   *
   * <pre>out[i, j] = gain[0, j] (x[i, j] - moments[0, j]) / sqrt(moments[1, j] + epsilon)
   *     + shift[0, j]</pre>
   *
   * @param moments 2 x n: those of {@code x} in training, running ones elsewhere
   * @param out rows x n, overwritten; not {@code x}
   */
  default void normaliseColumns(
      Matrix x, Matrix moments, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseColumns", x, gain, shift, out);
    Shapes.moments("normaliseColumns", x, moments);
    int n = x.columns();
    onHost(
        List.of(x, moments, gain, shift),
        List.of(out),
        (in, result) ->
            NormalisationFormulas.columns(
                n, epsilon, in.get(0), in.get(1), in.get(2), in.get(3), result.get(0)));
  }

  /**
   * Backward pass of {@link #normaliseColumns} with the moments of {@code x} itself, through which
   * the gradient goes too: replaces the gradient of the output by that of {@code x}, and adds to
   * the gradients of gain and shift.
   */
  default void normaliseColumnsGradient(
      Matrix x,
      Matrix moments,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseColumnsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.moments("normaliseColumnsGradient", x, moments);
    Shapes.same("normaliseColumnsGradient", "gain", gain, "its gradient", gainGradient);
    int n = x.columns();
    onHost(
        List.of(x, moments, gain),
        List.of(gradient, gainGradient, shiftGradient),
        (in, results) ->
            NormalisationFormulas.columnsGradient(
                n,
                epsilon,
                in.get(0),
                in.get(1),
                in.get(2),
                results.get(0),
                results.get(1),
                results.get(2)));
  }

  /**
   * Group normalisation with one group (Wu and He, 2018): each item by the mean {@code m} and the
   * variance {@code v} of all channels of all its sites,
   *
   * <pre>out[s, j] = gain[0, j] (x[s, j] - m) / sqrt(v + epsilon) + shift[0, j]</pre>
   *
   * @param layout of {@code x}, any
   * @param x sites x n
   * @param out sites x n, overwritten; not {@code x}
   */
  default void normaliseItems(
      Layout layout, Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseItems", x, gain, shift, out);
    Shapes.sites("normaliseItems", layout, x);
    int n = x.columns();
    onHost(
        List.of(x, gain, shift),
        List.of(out),
        (in, result) ->
            NormalisationFormulas.items(
                layout, n, epsilon, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #normaliseItems}: replaces the gradient of the output by that of {@code
   * x}, and adds to the gradients of gain and shift.
   */
  default void normaliseItemsGradient(
      Layout layout,
      Matrix x,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseItemsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.same("normaliseItemsGradient", "gain", gain, "its gradient", gainGradient);
    Shapes.sites("normaliseItemsGradient", layout, x);
    int n = x.columns();
    onHost(
        List.of(x, gain),
        List.of(gradient, gainGradient, shiftGradient),
        (in, results) ->
            NormalisationFormulas.itemsGradient(
                layout,
                n,
                epsilon,
                in.get(0),
                in.get(1),
                results.get(0),
                results.get(1),
                results.get(2)));
  }
}
