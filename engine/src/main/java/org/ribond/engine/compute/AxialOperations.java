package org.ribond.engine.compute;

import java.util.List;

/** Attention of the sites of chains, or of rows and columns of maps. */
public interface AxialOperations extends MemoryOperations {
  /**
   * {@link AxialAttention} of each line of {@code layout}.
   *
   * @param projected sites x (3 * width): queries, keys and values side by side
   * @param out sites x width, overwritten
   */
  default void axialAttention(
      AxialAttention attention, Layout layout, Matrix projected, Matrix out) {
    MapShapes.axial("axialAttention", attention, layout, projected, out);
    int width = out.columns();
    onHost(
        List.of(projected),
        List.of(out),
        (in, result) ->
            AxialFormulas.forward(attention, layout, width, in.getFirst(), result.getFirst()));
  }

  /**
   * Gradient of {@link #axialAttention} with respect to queries, keys and values.
   *
   * @param gradient gradient of the result, sites x width
   * @param projectedGradient sites x (3 * width), overwritten
   */
  default void axialAttentionGradient(
      AxialAttention attention,
      Layout layout,
      Matrix projected,
      Matrix gradient,
      Matrix projectedGradient) {
    MapShapes.axial("axialAttentionGradient", attention, layout, projected, gradient);
    Shapes.same(
        "axialAttentionGradient", "projected", projected, "its gradient", projectedGradient);
    int width = gradient.columns();
    onHost(
        List.of(projected, gradient),
        List.of(projectedGradient),
        (in, result) ->
            AxialFormulas.backward(
                attention, layout, width, in.getFirst(), in.get(1), result.getFirst()));
  }
}
