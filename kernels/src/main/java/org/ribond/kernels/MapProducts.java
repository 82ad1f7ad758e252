package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;

/** Convolution over maps, by {@code maps.cl}: as products, or each channel by itself. */
final class MapProducts {
  /** Segments of cells whose shares of a depthwise gradient are summed side by side. */
  private static final int SEGMENTS = 64;

  private final Kernels kernels;
  private final LayoutTables tables;
  private final SeenProducts products;

  MapProducts(Kernels kernels, LayoutTables tables, SeenProducts products) {
    this.kernels = kernels;
    this.tables = tables;
    this.products = products;
  }

  /** Operands as {@code Backend.mapConvolution} has them. */
  void convolution(
      MapConvolution shape,
      Layout maps,
      GpuMatrix x,
      GpuMatrix weights,
      GpuMatrix out,
      Epilogue epilogue) {
    if (out.isEmpty()) {
      return;
    }
    if (!shape.depthwise()) {
      products.forward(new Taps(shape, maps), x, weights, out, epilogue);
      return;
    }
    DeviceMemory sums = products.workspace().floats((long) out.rows() * out.stride());
    depthwise(shape, maps, 1, x, weights, false, sums, out);
    kernels.reduce(sums, out.stride(), 1, false, out, epilogue);
  }

  private void depthwise(
      MapConvolution shape,
      Layout maps,
      int direction,
      GpuMatrix x,
      GpuMatrix weights,
      boolean accumulate,
      DeviceMemory to,
      GpuMatrix like) {
    call("mapDepthwise", shape, maps)
        .integer(direction)
        .elements(x)
        .elements(weights)
        .flag(accumulate)
        .memory(to)
        .integer(like.stride())
        .shape(like)
        .overElements(like);
  }

  /** Operands as {@code Backend.mapConvolutionInputGradient} has them. */
  void inputGradient(
      MapConvolution shape,
      Layout maps,
      GpuMatrix dz,
      GpuMatrix weights,
      boolean accumulate,
      GpuMatrix dx) {
    if (dx.isEmpty()) {
      return;
    }
    if (shape.depthwise()) {
      depthwise(shape, maps, -1, dz, weights, accumulate, dx.memory(), dx);
    } else {
      products.inputGradient(new Taps(shape, maps), dz, weights, accumulate, dx);
    }
  }

  /** Operands as {@code Backend.mapConvolutionWeightGradient} has them. */
  void weightGradient(
      MapConvolution shape, Layout maps, GpuMatrix x, GpuMatrix dz, GpuMatrix gradient) {
    if (gradient.isEmpty() || dz.isEmpty()) {
      return;
    }
    if (!shape.depthwise()) {
      products.weightGradient(new Taps(shape, maps), x, dz, gradient);
      return;
    }
    int each = Math.ceilDiv(dz.rows(), SEGMENTS);
    int segments = Math.ceilDiv(dz.rows(), each);
    int rows = segments * shape.taps();
    DeviceMemory partials = products.workspace().floats((long) rows * gradient.stride());
    call("mapDepthwiseWeights", shape, maps)
        .elements(x)
        .elements(dz)
        .integer(dz.rows())
        .integer(each)
        .memory(partials)
        .integer(gradient.stride())
        .integer(rows)
        .integer(gradient.columns())
        .overElements(rows, gradient.columns());
    kernels.reduce(partials, gradient.stride(), segments, true, gradient, Epilogue.NONE);
  }

  private Kernels.Call call(String kernel, MapConvolution shape, Layout maps) {
    LayoutTables.Table table = tables.of(maps);
    return kernels
        .call(kernel)
        .memory(table.memory())
        .integer(table.count())
        .integer(shape.width())
        .integer(shape.dilation());
  }

  /** Which cells each cell sees. */
  private final class Taps implements SeenProducts.Seen {
    private final MapConvolution shape;
    private final Layout maps;

    Taps(MapConvolution shape, Layout maps) {
      this.shape = shape;
      this.maps = maps;
    }

    @Override
    public GpuMatrix panel(GpuMatrix x, int first, int count) {
      GpuMatrix panel =
          products.workspace().matrix(Workspace.Use.PANEL, x, count, shape.weightRows(x.columns()));
      call("mapPanel", shape, maps)
          .matrix(x)
          .integer(x.columns())
          .integer(first)
          .matrix(panel)
          .shape(panel)
          .overElements(panel);
      return panel;
    }

    /** All cells gather: of stretches, each does so as often as there are any. */
    @Override
    public void gather(GpuMatrix panel, int first, boolean accumulate, GpuMatrix dx) {
      call("mapTaps", shape, maps)
          .matrix(panel)
          .integer(first)
          .integer(panel.rows())
          .integer(0)
          .flag(accumulate)
          .matrix(dx)
          .shape(dx)
          .overElements(dx);
    }
  }
}
