package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/**
 * Matrix products by {@code gemm.cl} and {@code gemm_thin.cl}: a tile of the result to each
 * work-group, and the inner dimension split where there are too few tiles to fill the device.
 */
final class TiledGemm implements Gemm {
  /** Most columns of a result that the thin kernels take. */
  static final int THIN_COLUMNS = 4;

  /** Most floats between rows of a factor: the kernels count those of a tile's 128 in an int. */
  private static final int MOST_STRIDE = 1 << 24;

  private final Kernels kernels;
  private final Workspace workspace;
  private final int computeUnits;

  TiledGemm(Kernels kernels, Workspace workspace) {
    this.kernels = kernels;
    this.workspace = workspace;
    this.computeUnits = kernels.computeUnits();
  }

  @Override
  public void multiply(Product product) {
    if (product.n() > THIN_COLUMNS) {
      GemmPlan plan = GemmPlan.tiled(product.m(), product.n(), product.k(), computeUnits);
      String kernel = "gemm" + plan.tile() + product.transposes();
      tiled(product, plan, kernel, plan.tile() / 8, plan.tile() / 8);
    } else if (product.transposeA()) {
      thinTransposed(product);
    } else {
      thin(product);
    }
  }

  /** Queues a product by a kernel with the parameters of {@code gemm.cl}. */
  void tiled(Product product, GemmPlan plan, String kernel, int itemsX, int itemsY) {
    if (Math.max(product.a().stride(), product.b().stride()) > MOST_STRIDE) {
      throw new IllegalArgumentException("a factor has more than " + MOST_STRIDE + " columns");
    }
    GpuMatrix c = product.c();
    int splits = plan.splits();
    boolean split = splits > 1;
    int stride = c.stride();
    DeviceMemory target =
        split ? workspace.floats((long) splits * product.m() * stride) : c.memory();
    kernels
        .call(kernel)
        .matrix(product.a())
        .matrix(product.b())
        .memory(target)
        .integer(stride)
        .integer(product.m())
        .integer(product.n())
        .integer(product.k())
        .integer(plan.depth(product.k()))
        .flag(!split && product.accumulate())
        .epilogue(split ? Epilogue.NONE : product.epilogue())
        .run(
            Math.ceilDiv(product.m(), plan.tile()),
            Math.ceilDiv(product.n(), plan.tile()),
            splits,
            itemsX,
            itemsY);
    if (split) {
      kernels.reduce(target, stride, splits, product.accumulate(), c, product.epilogue());
    }
  }

  private void thin(Product product) {
    kernels
        .call("gemmThin")
        .matrix(product.a())
        .matrix(product.b())
        .flag(product.transposeB())
        .matrix(product.c())
        .integer(product.m())
        .integer(product.n())
        .integer(product.k())
        .flag(product.accumulate())
        .epilogue(product.epilogue())
        .run(Math.ceilDiv(product.m(), 8), 1, 1, 32, 8);
  }

  private void thinTransposed(Product product) {
    GpuMatrix c = product.c();
    int segments = Math.clamp(product.k() / 256, 1, 128);
    int kPerSegment = Math.ceilDiv(product.k(), segments);
    DeviceMemory sums = workspace.floats((long) segments * product.m() * THIN_COLUMNS);
    kernels
        .call("gemmThinTransposed")
        .matrix(product.a())
        .matrix(product.b())
        .flag(product.transposeB())
        .integer(product.m())
        .integer(product.n())
        .integer(product.k())
        .integer(kPerSegment)
        .memory(sums)
        .run(Math.ceilDiv(product.m(), 32), segments, 1, 32, 8);
    kernels.reduce(sums, THIN_COLUMNS, segments, product.accumulate(), c, product.epilogue());
  }
}
