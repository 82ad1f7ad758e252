package org.ribond.kernels;

import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Pooling;

/** Pooling along chains, by {@code chains.cl}. */
final class PoolingOperations {
  private static final int STRIP = 32;
  private static final int LINES = 8;

  /** Sites of an output from which on eight lines of work-items share them. */
  private static final int SHARED_SITES = 32;

  private final Kernels kernels;
  private final Workspace workspace;
  private final LayoutTables tables;

  PoolingOperations(Kernels kernels, Workspace workspace, LayoutTables tables) {
    this.kernels = kernels;
    this.workspace = workspace;
    this.tables = tables;
  }

  void pool(Pooling pooling, Layout from, GpuMatrix x, GpuMatrix out) {
    if (!out.isEmpty()) {
      take(pooling, from, x, false, out, out.memory());
    }
  }

  /** Queues the pooling, or, if {@code wanted}, that of the sites taken into {@code places}. */
  private void take(
      Pooling pooling,
      Layout from,
      GpuMatrix x,
      boolean wanted,
      GpuMatrix out,
      DeviceMemory places) {
    int lines = isShared(pooling, from) ? LINES : 1;
    call("pool", pooling, from)
        .integer(lines)
        .matrix(x)
        .flag(wanted)
        .elements(out)
        .memory(places)
        .integer(out.stride())
        .shape(out)
        .run(
            Math.ceilDiv(out.rows(), LINES / lines),
            Math.ceilDiv(out.columns(), STRIP),
            1,
            STRIP,
            LINES);
  }

  private static boolean isShared(Pooling pooling, Layout from) {
    if (pooling.kind() == Pooling.Kind.FIRST || pooling.kind() == Pooling.Kind.LAST) {
      return false;
    }
    return SHARED_SITES
        <= switch (pooling.extent()) {
          case WINDOWS -> pooling.width();
          case PARTS -> from.longest() / pooling.width();
          case WHOLE -> from.longest();
        };
  }

  void gradient(
      Pooling pooling,
      Layout from,
      GpuMatrix x,
      GpuMatrix gradient,
      boolean accumulate,
      GpuMatrix dx) {
    if (dx.isEmpty()) {
      return;
    }
    DeviceMemory places = gradient.memory();
    if (pooling.kind() == Pooling.Kind.MAX) {
      places = workspace.floats(Workspace.Use.PLACES, (long) gradient.rows() * gradient.stride());
      take(pooling, from, x, true, gradient, places);
    }
    call("poolGradient", pooling, from)
        .elements(gradient)
        .memory(places)
        .flag(accumulate)
        .matrix(dx)
        .shape(dx)
        .overElements(dx);
  }

  /** Begins a call; where outputs begin is read for windows alone. */
  private Kernels.Call call(String kernel, Pooling pooling, Layout from) {
    LayoutTables.Table inputs = tables.of(from);
    LayoutTables.Table outputs =
        pooling.extent() == Pooling.Extent.WINDOWS ? tables.of(pooling.layout(from)) : inputs;
    return kernels
        .call(kernel)
        .memory(inputs.memory())
        .memory(outputs.memory())
        .integer(inputs.count())
        .integer(
            switch (pooling.kind()) {
              case MAX -> 0;
              case MEAN -> 1;
              case FIRST -> 2;
              case LAST -> 3;
            })
        .integer(
            switch (pooling.extent()) {
              case WINDOWS -> 0;
              case PARTS -> 1;
              case WHOLE -> 2;
            })
        .integer(pooling.width())
        .integer(pooling.stride());
  }
}
