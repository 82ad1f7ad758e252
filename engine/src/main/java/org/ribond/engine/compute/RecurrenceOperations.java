package org.ribond.engine.compute;

import java.util.List;

/** Recurrent layers along chains. The half that reads the input is a product, made before. */
public interface RecurrenceOperations extends MemoryOperations {
  /**
   * Runs a {@link Recurrence.Cell} along each chain, from a state of 0.
   *
   * @param chains layout of the sites
   * @param gates sites x (gates * units): the input's half of the pre-activations, {@code z = x W +
   *     bias}; replaced by the activations of the gates
   * @param weights units x (gates * units), {@code U}
   * @param out sites x units, the state {@code h} at each site, overwritten
   * @param memory sites x units, overwritten with what the backward pass needs besides
   */
  default void recurrence(
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory) {
    ChainShapes.recurrence("recurrence", recurrence, chains, gates, weights, out, memory);
    int units = out.columns();
    onHost(
        List.of(weights),
        List.of(gates, out, memory),
        (in, results) ->
            RecurrenceFormulas.forward(
                recurrence,
                chains,
                units,
                results.get(0),
                in.get(0),
                results.get(1),
                results.get(2)));
  }

  /**
   * Backward pass of {@link #recurrence}, through all steps of each chain.
   *
   * @param gates activations of the gates, as {@code recurrence} left them; replaced by the
   *     gradient of their pre-activations {@code z}
   * @param weights units x (gates * units)
   * @param out what {@code recurrence} gave
   * @param memory what {@code recurrence} gave
   * @param gradient gradient of {@code out}; what stands there afterwards is undefined
   * @param weightsGradient gradient of {@code weights}, added to
   */
  default void recurrenceGradient(
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory,
      Matrix gradient,
      Matrix weightsGradient) {
    ChainShapes.recurrence("recurrenceGradient", recurrence, chains, gates, weights, out, memory);
    Shapes.same("recurrenceGradient", "out", out, "gradient", gradient);
    Shapes.same("recurrenceGradient", "weights", weights, "their gradient", weightsGradient);
    int units = out.columns();
    onHost(
        List.of(weights, out, memory),
        List.of(gates, gradient, weightsGradient),
        (in, results) ->
            RecurrenceFormulas.backward(
                recurrence,
                chains,
                units,
                results.get(0),
                in.get(0),
                in.get(1),
                in.get(2),
                results.get(1),
                results.get(2)));
  }
}
