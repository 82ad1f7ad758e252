package org.ribond.engine.compute.vector;

import java.util.Arrays;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.Recurrence.Cell;

/**
 * {@link org.ribond.engine.compute.RecurrenceOperations#recurrenceGradient}, group by group, all
 * but the gradient of the weights. That is a product over all sites, which follows: its operands
 * are laid down on the way.
 */
final class RecurrenceBackward extends RecurrencePass {
  /** Activations of a block, then their gradients. */
  private final int activations = part(gateStride);

  /** The same gradients, where the state's half has others. */
  private final int ofProducts = cell == Cell.LSTM ? activations : part(gateStride);

  /** Those once more as in a matrix: the left-hand side of the product. */
  private final int dense = isWhole ? ofProducts : part(gateStride);

  /** Gradients of the states by way of the products of the step after. */
  private final int ofStates = part(unitStride);

  /** Those of an LSTM's cells, or what of a GRU's states comes by other ways. */
  private final int carried = part(unitStride);

  /** Memory at a site, and what an LSTM's cells, or a GRU's states, were before it. */
  private final int kept = part(unitStride);

  private final int before = part(unitStride);

  private final VectorMatrix gradient;
  private final VectorMatrix statesBefore;
  private final VectorMatrix allProducts;
  private final Phase[] phases;

  /**
   * Prepares the pass.
   *
   * @param panels of the transposed weights
   * @param statesBefore sites x units, overwritten with the state before each site
   * @param allProducts sites x gates, overwritten with the gradient of what that state adds; the
   *     gates themselves where that is the same
   */
  RecurrenceBackward(
      Recurrence recurrence,
      ChainOrder order,
      VectorMatrix gates,
      VectorMatrix out,
      VectorMatrix memory,
      VectorMatrix gradient,
      VectorMatrix statesBefore,
      VectorMatrix allProducts,
      float[] panels,
      Scratch[] scratch) {
    super(recurrence, order, gates, out, memory, panels, scratch);
    this.gradient = gradient;
    this.statesBefore = statesBefore;
    this.allProducts = allProducts;
    phases =
        switch (cell) {
          case LSTM ->
              new Phase[] {
                this::gather,
                this::gatherBefore,
                this::tanh,
                this::ofOutputs,
                this::ofInputs,
                this::scatter
              };
          case GRU ->
              new Phase[] {
                this::gather, this::gatherBefore, this::ofUpdates, this::ofResets, this::scatter
              };
        };
  }

  @Override
  public void run(int group, int worker) {
    int first = order.first(group);
    int count = order.count(group);
    float[] block = block(worker);
    int active = 0;
    for (int step = order.steps(first) - 1; step >= 0; step--) {
      while (active < count && order.steps(first + active) > step) {
        active++;
      }
      run(phases, block, first, active, step);
      if (step > 0) {
        product(block, active, width, units, dense, gateStride, ofStates, unitStride, worker);
      }
    }
  }

  private void gather(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int site = order.site(first + i, step);
      int unit = i * unitStride;
      pad(gates.values(), gates.row(site), block, activations + i * gateStride);
      RecurrenceKernels.add(gradient.values(), gradient.row(site), block, ofStates + unit, padded);
      System.arraycopy(memory.values(), memory.row(site), block, kept + unit, units);
    }
  }

  private void gatherBefore(float[] block, int first, int rows, int step) {
    VectorMatrix from = cell == Cell.LSTM ? memory : out;
    for (int i = 0; i < rows; i++) {
      int here = statesBefore.row(order.site(first + i, step));
      int at = before + i * unitStride;
      if (step == 0) {
        Arrays.fill(block, at, at + padded, 0);
        Arrays.fill(statesBefore.values(), here, here + padded, 0);
      } else {
        int site = order.site(first + i, step - 1);
        System.arraycopy(from.values(), from.row(site), block, at, units);
        System.arraycopy(out.values(), out.row(site), statesBefore.values(), here, units);
      }
    }
  }

  private void tanh(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      Functions.tanh(block, kept + i * unitStride, kept + i * unitStride + padded);
    }
  }

  private void ofOutputs(float[] block, int first, int rows, int step) {
    int outputs = activations + 3 * padded;
    for (int i = 0; i < rows; i++) {
      int unit = i * unitStride;
      RecurrenceKernels.ofOutput(
          block, outputs + i * gateStride, padded, ofStates + unit, carried + unit, kept + unit);
    }
  }

  private void ofInputs(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int unit = i * unitStride;
      RecurrenceKernels.ofInputs(
          block, activations + i * gateStride, padded, carried + unit, before + unit);
    }
  }

  private void ofUpdates(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int unit = i * unitStride;
      RecurrenceKernels.ofUpdate(
          block,
          activations + i * gateStride,
          padded,
          ofStates + unit,
          carried + unit,
          before + unit);
    }
  }

  private void ofResets(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int gate = i * gateStride;
      RecurrenceKernels.ofReset(
          block, activations + gate, padded, ofProducts + gate, kept + i * unitStride);
    }
  }

  private void scatter(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int site = order.site(first + i, step);
      int gate = i * gateStride;
      unpad(block, activations + gate, gates.values(), gates.row(site));
      if (!isWhole) {
        unpad(block, ofProducts + gate, block, dense + gate);
      }
      if (cell == Cell.GRU) {
        int row = allProducts.row(site);
        System.arraycopy(block, dense + gate, allProducts.values(), row, width);
      }
    }
  }
}
