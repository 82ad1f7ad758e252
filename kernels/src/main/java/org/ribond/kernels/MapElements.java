package org.ribond.kernels;

import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapSide;

/** Sums, transposition and attention over maps, and normalisation of items, by {@code maps.cl}. */
final class MapElements {
  /** Numbers that the gradients of an attention and of a normalisation need of each row. */
  private static final int STATISTICS = 4;

  private static final int GROUP = 256;

  private final Kernels kernels;
  private final Workspace workspace;
  private final LayoutTables tables;
  private final NormalisationOperations normalisations;

  MapElements(
      Kernels kernels,
      Workspace workspace,
      LayoutTables tables,
      NormalisationOperations normalisations) {
    this.kernels = kernels;
    this.workspace = workspace;
    this.tables = tables;
    this.normalisations = normalisations;
  }

  private Kernels.Call call(String kernel, Layout layout) {
    LayoutTables.Table table = tables.of(layout);
    return kernels.call(kernel).memory(table.memory()).integer(table.count());
  }

  void outerSum(Layout maps, GpuMatrix p, GpuMatrix q, boolean accumulate, GpuMatrix out) {
    if (!out.isEmpty()) {
      call("outerSum", maps)
          .elements(p)
          .elements(q)
          .flag(accumulate)
          .matrix(out)
          .shape(out)
          .overElements(out);
    }
  }

  void sums(MapSide side, Layout maps, GpuMatrix x, boolean accumulate, GpuMatrix sums) {
    if (!sums.isEmpty()) {
      call("mapSums", maps)
          .integer(side == MapSide.ROWS ? 0 : 1)
          .elements(x)
          .flag(accumulate)
          .matrix(sums)
          .shape(sums)
          .overElements(sums);
    }
  }

  void transpose(Layout maps, GpuMatrix x, boolean accumulate, GpuMatrix out) {
    if (!out.isEmpty()) {
      call("transposeMaps", maps)
          .elements(x)
          .flag(accumulate)
          .matrix(out)
          .shape(out)
          .overElements(out);
    }
  }

  private Kernels.Call call(String kernel, AxialAttention attention, Layout layout) {
    return call(kernel, layout)
        .integer(
            switch (attention.axis()) {
              case CHAIN -> 0;
              case ROW -> 1;
              case COLUMN -> 2;
            })
        .integer(attention.heads());
  }

  private static float scale(int size) {
    return (float) (1 / Math.sqrt(size));
  }

  void attention(AxialAttention attention, Layout layout, GpuMatrix projected, GpuMatrix out) {
    if (out.isEmpty()) {
      return;
    }
    int rows = out.rows() * attention.heads();
    int size = out.columns() / attention.heads();
    call("axialAttention", attention, layout)
        .real(scale(size))
        .matrix(projected)
        .matrix(out)
        .integer(rows)
        .integer(size)
        .overElements(rows, size);
  }

  /** Operands as {@code Backend.axialAttentionGradient} has them. */
  void attentionGradient(
      AxialAttention attention,
      Layout layout,
      GpuMatrix projected,
      GpuMatrix gradient,
      GpuMatrix projectedGradient) {
    if (gradient.isEmpty()) {
      return;
    }
    int rows = gradient.rows() * attention.heads();
    int size = gradient.columns() / attention.heads();
    DeviceMemory statistics = workspace.floats(Workspace.Use.MOMENTS, (long) rows * STATISTICS);
    call("axialStatistics", attention, layout)
        .integer(size)
        .real(scale(size))
        .matrix(projected)
        .matrix(gradient)
        .integer(rows)
        .memory(statistics)
        .overItems(rows);
    call("axialAttentionGradient", attention, layout)
        .real(scale(size))
        .matrix(projected)
        .matrix(gradient)
        .memory(statistics)
        .elements(projectedGradient)
        .integer(rows)
        .integer(size)
        .overElements(rows, size);
  }

  void items(
      Layout layout, GpuMatrix x, GpuMatrix gain, GpuMatrix shift, float epsilon, GpuMatrix out) {
    if (x.isEmpty()) {
      return;
    }
    DeviceMemory statistics = statistics(layout, x, gain, epsilon, false, x);
    kernels
        .call("normaliseByStatistics")
        .elements(x)
        .elements(gain)
        .elements(shift)
        .memory(statistics)
        .matrix(out)
        .shape(out)
        .overElements(out);
  }

  /** Operands as {@code Backend.normaliseItemsGradient} has them. */
  void itemsGradient(
      Layout layout,
      GpuMatrix x,
      GpuMatrix gain,
      float epsilon,
      GpuMatrix gradient,
      GpuMatrix gainGradient,
      GpuMatrix shiftGradient) {
    if (x.isEmpty()) {
      return;
    }
    DeviceMemory statistics = statistics(layout, x, gain, epsilon, true, gradient);
    normalisations.gradient(statistics, x, gain, gradient, gainGradient, shiftGradient);
  }

  private DeviceMemory statistics(
      Layout layout,
      GpuMatrix x,
      GpuMatrix gain,
      float epsilon,
      boolean isGradientWanted,
      GpuMatrix gradient) {
    DeviceMemory statistics = workspace.floats(Workspace.Use.MOMENTS, (long) x.rows() * STATISTICS);
    kernels
        .call("itemStatistics")
        .memory(tables.of(layout).memory())
        .elements(x)
        .elements(gain)
        .real(epsilon)
        .flag(isGradientWanted)
        .matrix(gradient)
        .integer(x.columns())
        .memory(statistics)
        .run(layout.count(), 1, 1, GROUP, 1);
    return statistics;
  }
}
