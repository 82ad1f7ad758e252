package org.ribond.kernels;

import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;

/** Convolution along chains as products, by {@code chains.cl}. */
final class ChainProducts {
  private final Kernels kernels;
  private final LayoutTables tables;
  private final SeenProducts products;

  ChainProducts(Kernels kernels, LayoutTables tables, SeenProducts products) {
    this.kernels = kernels;
    this.tables = tables;
    this.products = products;
  }

  /** Whether each output sees one site and each site is seen by one, so that there is no panel. */
  private static boolean isProduct(Convolution shape) {
    return shape.width() == 1 && shape.stride() == 1;
  }

  /** Operands as {@code Backend.convolution} has them. */
  void convolution(
      Convolution shape,
      Layout from,
      GpuMatrix x,
      GpuMatrix weights,
      GpuMatrix out,
      Epilogue epilogue) {
    if (out.isEmpty()) {
      return;
    }
    if (isProduct(shape)) {
      products.gemm().multiply(Product.of(false, false, x, weights, false, out, epilogue));
      return;
    }
    products.forward(taps(shape, from), x, weights, out, epilogue);
  }

  /** Operands as {@code Backend.convolutionInputGradient} has them. */
  void inputGradient(
      Convolution shape,
      Layout from,
      GpuMatrix dz,
      GpuMatrix weights,
      boolean accumulate,
      GpuMatrix dx) {
    if (dx.isEmpty()) {
      return;
    }
    if (isProduct(shape)) {
      products.gemm().multiply(Product.of(false, true, dz, weights, accumulate, dx, Epilogue.NONE));
      return;
    }
    products.inputGradient(taps(shape, from), dz, weights, accumulate, dx);
  }

  /** Operands as {@code Backend.convolutionWeightGradient} has them. */
  void weightGradient(
      Convolution shape, Layout from, GpuMatrix x, GpuMatrix dz, GpuMatrix gradient) {
    if (gradient.isEmpty() || dz.isEmpty()) {
      return;
    }
    if (isProduct(shape)) {
      products.gemm().multiply(Product.of(true, false, x, dz, true, gradient, Epilogue.NONE));
      return;
    }
    products.weightGradient(taps(shape, from), x, dz, gradient);
  }

  /**
   * Adds to the gradient of a recurrence's weights the products of the states before, zeros at the
   * first step of a chain, with the gradients of what they were multiplied to.
   *
   * @param ofProducts sites x (gates * units)
   * @param lastGate sites x units: takes the place of the last gate's columns, if it is another
   *     matrix
   */
  void previousStates(
      boolean reverse,
      Layout chains,
      GpuMatrix states,
      GpuMatrix ofProducts,
      GpuMatrix lastGate,
      GpuMatrix gradient) {
    Taps taps = new Taps(chains, chains, 1, 1, 1, reverse ? -1 : 1);
    boolean apart = lastGate != ofProducts;
    int rows = states.rows();
    int width = ofProducts.columns();
    int stretch = products.stretch(rows, apart ? width : states.columns(), width);
    for (int first = 0; first < rows; first += stretch) {
      int count = Math.min(stretch, rows - first);
      GpuMatrix part = ofProducts;
      if (apart || count < rows) {
        part = products.workspace().matrix(Workspace.Use.STRETCH, ofProducts, count, width);
        kernels.copyBlock(ofProducts, first, 0, part, 0, 0, false, count, width);
      }
      GpuMatrix panel = taps.panel(states, first, count);
      if (apart) {
        int units = states.columns();
        kernels.copyBlock(lastGate, first, 0, part, 0, width - units, false, count, units);
      }
      products.gemm().multiply(Product.of(true, false, panel, part, true, gradient, Epilogue.NONE));
    }
  }

  private Taps taps(Convolution shape, Layout chains) {
    return new Taps(
        chains,
        shape.layout(chains),
        shape.width(),
        shape.stride(),
        shape.dilation(),
        shape.left());
  }

  /** Which sites each output sees. */
  private final class Taps implements SeenProducts.Seen {
    private final Layout inputs;
    private final Layout outputs;
    private final LayoutTables.Table from;
    private final LayoutTables.Table to;
    private final int width;
    private final int step;
    private final int dilation;
    private final int left;

    Taps(Layout inputs, Layout outputs, int width, int step, int dilation, int left) {
      this.inputs = inputs;
      this.outputs = outputs;
      from = tables.of(inputs);
      to = tables.of(outputs);
      this.width = width;
      this.step = step;
      this.dilation = dilation;
      this.left = left;
    }

    private Kernels.Call call(String kernel) {
      return kernels
          .call(kernel)
          .memory(from.memory())
          .memory(to.memory())
          .integer(from.count())
          .integer(step)
          .integer(dilation)
          .integer(left);
    }

    @Override
    public GpuMatrix panel(GpuMatrix x, int first, int count) {
      GpuMatrix panel =
          products.workspace().matrix(Workspace.Use.PANEL, x, count, width * x.columns());
      call("convolutionPanel")
          .matrix(x)
          .integer(x.columns())
          .integer(first)
          .matrix(panel)
          .shape(panel)
          .overElements(panel);
      return panel;
    }

    @Override
    public void gather(GpuMatrix panel, int first, boolean accumulate, GpuMatrix dx) {
      int firstSite = inputs.start(chainOf(first));
      int end = inputs.start(chainOf(first + panel.rows() - 1) + 1);
      if (panel.rows() == outputs.sites()) {
        firstSite = 0;
        end = dx.rows();
      }
      call("convolutionTaps")
          .integer(width)
          .matrix(panel)
          .integer(first)
          .integer(panel.rows())
          .integer(firstSite)
          .flag(accumulate)
          .matrix(dx)
          .integer(end - firstSite)
          .integer(dx.columns())
          .overElements(end - firstSite, dx.columns());
    }

    /** The chain that an output belongs to. */
    private int chainOf(int output) {
      int low = 0;
      int high = outputs.count();
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (outputs.start(middle) <= output) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
