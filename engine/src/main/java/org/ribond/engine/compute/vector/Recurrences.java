package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;

import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.Recurrence.Cell;

/**
 * Recurrent layers; shapes are checked. With n sites, u units and g gates a pass forwards is 2 n u
 * g u FLOPs, one backwards twice as many.
 *
 * <p>The bits of a result do not depend on how chains are grouped: every row has its sums to
 * itself, in ascending order.
 */
final class Recurrences {
  private final Workers workers;
  private final Scratch[] scratch;
  private final Gemm gemm;
  private final ChainOrder order = new ChainOrder();
  private float[] panels = new float[0];
  private float[] statesBefore = new float[0];
  private float[] ofProducts = new float[0];

  Recurrences(Workers workers, Scratch[] scratch, Gemm gemm) {
    this.workers = workers;
    this.scratch = scratch;
    this.gemm = gemm;
  }

  /** See {@link org.ribond.engine.compute.RecurrenceOperations#recurrence}. */
  void forward(
      Recurrence recurrence,
      Layout chains,
      VectorMatrix gates,
      VectorMatrix weights,
      VectorMatrix out,
      VectorMatrix memory) {
    order.sort(chains, recurrence.reverse());
    pack(false, weights);
    workers.run(
        order.groups(),
        new RecurrenceForward(recurrence, order, gates, out, memory, panels, scratch));
  }

  /** See {@link org.ribond.engine.compute.RecurrenceOperations#recurrenceGradient}. */
  void backward(
      Recurrence recurrence,
      Layout chains,
      VectorMatrix gates,
      VectorMatrix weights,
      VectorMatrix out,
      VectorMatrix memory,
      VectorMatrix gradient,
      VectorMatrix weightsGradient) {
    int sites = chains.sites();
    statesBefore = grown(statesBefore, VectorMatrix.length(sites, out.columns()));
    VectorMatrix states = VectorMatrix.over(statesBefore, sites, out.columns());
    VectorMatrix ofState = gates;
    if (recurrence.cell() == Cell.GRU) {
      ofProducts = grown(ofProducts, VectorMatrix.length(sites, gates.columns()));
      ofState = VectorMatrix.over(ofProducts, sites, gates.columns());
    }
    order.sort(chains, recurrence.reverse());
    pack(true, weights);
    workers.run(
        order.groups(),
        new RecurrenceBackward(
            recurrence, order, gates, out, memory, gradient, states, ofState, panels, scratch));
    gemm.multiply(true, false, states, ofState, true, weightsGradient, Epilogue.NONE);
  }

  private void pack(boolean transpose, VectorMatrix weights) {
    int inner = transpose ? weights.columns() : weights.rows();
    int columns = transpose ? weights.rows() : weights.columns();
    panels = grown(panels, Math.multiplyExact(roundUp(columns, LINE), inner));
    gemm.pack(transpose, weights, new Gemm.Part(0, inner, false, Epilogue.NONE), columns, panels);
  }

  /** {@code array} if it is long enough. */
  private static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
