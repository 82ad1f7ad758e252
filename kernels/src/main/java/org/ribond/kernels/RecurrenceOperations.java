package org.ribond.kernels;

import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Recurrence;

/** Recurrent layers, by {@code recurrence.cl}, and the gradient of their weights as a product. */
final class RecurrenceOperations {
  /** Most units of a layer: the states of one chain stand in a group's local memory. */
  static final int MOST_UNITS = 1024;

  /** Most units with which a group can take several chains, and how many. */
  private static final int FEW_UNITS = 256;

  private static final int MOST_CHAINS = 4;
  private static final int GROUP = 256;
  private static final int TILE = 32;
  private static final int TILE_LINES = 8;

  private final Kernels kernels;
  private final Workspace workspace;
  private final LayoutTables tables;
  private final ChainProducts products;

  RecurrenceOperations(
      Kernels kernels, Workspace workspace, LayoutTables tables, ChainProducts products) {
    this.kernels = kernels;
    this.workspace = workspace;
    this.tables = tables;
    this.products = products;
  }

  /** Operands as {@code Backend.recurrence} has them, of at most {@link #MOST_UNITS} units. */
  void forward(
      Recurrence recurrence,
      Layout chains,
      GpuMatrix gates,
      GpuMatrix weights,
      GpuMatrix out,
      GpuMatrix memory) {
    if (!out.isEmpty()) {
      Steps steps = new Steps(chains, out);
      steps
          .call("recurrence", recurrence, gates, weights, out, memory)
          .run(steps.groups(), 1, 1, GROUP, 1);
    }
  }

  /** Operands as {@code Backend.recurrenceGradient} has them, of at most as many units. */
  void backward(
      Recurrence recurrence,
      Layout chains,
      GpuMatrix gates,
      GpuMatrix weights,
      GpuMatrix out,
      GpuMatrix memory,
      GpuMatrix gradient,
      GpuMatrix weightsGradient) {
    if (out.isEmpty()) {
      return;
    }
    GpuMatrix transposed =
        workspace.matrix(Workspace.Use.TRANSPOSED, weights, weights.columns(), weights.rows());
    kernels
        .call("transpose")
        .matrix(weights)
        .matrix(transposed)
        .shape(weights)
        .run(
            Math.ceilDiv(weights.columns(), TILE),
            Math.ceilDiv(weights.rows(), TILE),
            1,
            TILE,
            TILE_LINES);
    Steps steps = new Steps(chains, out);
    steps
        .call("recurrenceGradient", recurrence, gates, transposed, out, memory)
        .elements(gradient)
        .run(steps.groups(), 1, 1, GROUP, 1);
    GpuMatrix lastGate =
        switch (recurrence.cell()) {
          case LSTM -> gates;
          case GRU -> gradient;
        };
    products.previousStates(recurrence.reverse(), chains, out, gates, lastGate, weightsGradient);
  }

  /** How groups share chains. */
  private final class Steps {
    private final LayoutTables.Table table;
    private final boolean several;
    private final int perGroup;

    Steps(Layout chains, GpuMatrix out) {
      table = tables.of(chains);
      several = out.columns() <= FEW_UNITS;
      int least = Math.ceilDiv(table.count(), kernels.computeUnits());
      perGroup = several ? Math.clamp(least, 1, MOST_CHAINS) : 1;
    }

    int groups() {
      return Math.ceilDiv(table.count(), perGroup);
    }

    Kernels.Call call(
        String kernel,
        Recurrence recurrence,
        GpuMatrix gates,
        GpuMatrix weights,
        GpuMatrix out,
        GpuMatrix memory) {
      return kernels
          .call(kernel + (several ? MOST_CHAINS : 1))
          .memory(table.memory())
          .integer(table.count())
          .integer(perGroup)
          .flag(recurrence.cell() == Recurrence.Cell.GRU)
          .flag(recurrence.reverse())
          .matrix(gates)
          .matrix(weights)
          .elements(out)
          .matrix(memory)
          .integer(out.columns());
    }
  }
}
