package org.ribond.engine.compute.vector;

import org.ribond.engine.compute.Recurrence;

/** {@link org.ribond.engine.compute.RecurrenceOperations#recurrence}, group by group. */
final class RecurrenceForward extends RecurrencePass {
  /** Parts of a block: states, what they add to the gates as in a matrix, gates, and memory. */
  private final int states = part(unitStride);

  private final int products = part(gateStride);
  private final int activations = part(gateStride);
  private final int kept = part(unitStride);
  private final Phase[] phases;

  RecurrenceForward(
      Recurrence recurrence,
      ChainOrder order,
      VectorMatrix gates,
      VectorMatrix out,
      VectorMatrix memory,
      float[] panels,
      Scratch[] scratch) {
    super(recurrence, order, gates, out, memory, panels, scratch);
    phases =
        switch (cell) {
          case LSTM ->
              new Phase[] {
                this::gather,
                (block, first, rows, step) -> sigmoid(block, rows, 0, 2),
                (block, first, rows, step) -> tanh(block, rows, 2),
                (block, first, rows, step) -> sigmoid(block, rows, 3, 1),
                this::cells,
                this::states,
                this::scatter
              };
          case GRU ->
              new Phase[] {
                this::gather,
                (block, first, rows, step) -> sigmoid(block, rows, 0, 2),
                this::candidates,
                (block, first, rows, step) -> tanh(block, rows, 2),
                this::mix,
                this::scatter
              };
        };
  }

  @Override
  public void run(int group, int worker) {
    int first = order.first(group);
    int active = order.count(group);
    int steps = order.steps(first);
    float[] block = block(worker);
    for (int step = 0; step < steps; step++) {
      while (order.steps(first + active - 1) <= step) {
        active--;
      }
      if (step > 0) {
        product(block, active, units, width, states, unitStride, products, gateStride, worker);
      }
      run(phases, block, first, active, step);
    }
  }

  /** Pre-activations, but those of a GRU's candidates without the state's half. */
  private void gather(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int row = gates.row(order.site(first + i, step));
      int product = products + i * gateStride;
      int to = activations + i * gateStride;
      switch (cell) {
        case LSTM -> gather(block, row, product, to, 4);
        case GRU -> {
          gather(block, row, product, to, 2);
          System.arraycopy(gates.values(), row + 2 * units, block, to + 2 * padded, units);
          int ofState = product + 2 * units;
          System.arraycopy(block, ofState, block, kept + i * unitStride, units);
        }
      }
    }
  }

  /** Sums of the first gates of a row. */
  private void gather(float[] block, int row, int product, int to, int count) {
    if (isWhole) {
      RecurrenceKernels.sum(gates.values(), row, block, product, to, count * units);
      return;
    }
    for (int gate = 0; gate < count; gate++) {
      for (int j = 0; j < units; j++) {
        int from = gate * units + j;
        block[to + gate * padded + j] = gates.values()[row + from] + block[product + from];
      }
    }
  }

  private void sigmoid(float[] block, int rows, int gate, int count) {
    int at = activations + gate * padded;
    for (int i = 0; i < rows; i++) {
      Functions.sigmoid(block, at + i * gateStride, at + i * gateStride + count * padded);
    }
  }

  private void tanh(float[] block, int rows, int gate) {
    int at = activations + gate * padded;
    for (int i = 0; i < rows; i++) {
      Functions.tanh(block, at + i * gateStride, at + i * gateStride + padded);
    }
  }

  private void cells(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int unit = i * unitStride;
      RecurrenceKernels.cells(
          block, activations + i * gateStride, padded, kept + unit, states + unit);
    }
  }

  private void states(float[] block, int first, int rows, int step) {
    int output = activations + 3 * padded;
    for (int i = 0; i < rows; i++) {
      int state = states + i * unitStride;
      Functions.tanh(block, state, state + padded);
      RecurrenceKernels.multiply(block, output + i * gateStride, state, padded);
    }
  }

  private void candidates(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      RecurrenceKernels.candidates(
          block, activations + i * gateStride, padded, kept + i * unitStride);
    }
  }

  private void mix(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      RecurrenceKernels.mix(block, activations + i * gateStride, padded, states + i * unitStride);
    }
  }

  private void scatter(float[] block, int first, int rows, int step) {
    for (int i = 0; i < rows; i++) {
      int site = order.site(first + i, step);
      unpad(block, activations + i * gateStride, gates.values(), gates.row(site));
      System.arraycopy(block, states + i * unitStride, out.values(), out.row(site), units);
      System.arraycopy(block, kept + i * unitStride, memory.values(), memory.row(site), units);
    }
  }
}
