package org.ribond.kernels;

/**
 * Matrix products on tensor cores by {@code tensor_gemm.cu}, the factors rounded to TF32 or BF16
 * and the sums in fp32. Results of at most four columns, which are bound by memory, are left to the
 * fp32 kernels.
 */
public final class TensorGemm implements Gemm {
  /** Bytes of shared memory of a block: three stages of a tile of either factor. */
  public static final int SHARED_BYTES = 3 * 2 * 128 * 16 * Float.BYTES;

  private static final int THREADS = 128;

  private final TiledGemm products;
  private final String format;
  private final int computeUnits;

  /**
   * On a device whose program holds the kernels of a format.
   *
   * @param format {@code tf32} or {@code bf16}: the beginning of their names
   */
  TensorGemm(Kernels kernels, Workspace workspace, String format) {
    this.products = new TiledGemm(kernels, workspace);
    this.format = format;
    this.computeUnits = kernels.computeUnits();
  }

  @Override
  public void multiply(Product product) {
    if (product.n() <= TiledGemm.THIN_COLUMNS) {
      products.multiply(product);
    } else {
      GemmPlan plan = GemmPlan.tensor(product.m(), product.n(), product.k(), computeUnits);
      products.tiled(product, plan, format + product.transposes(), THREADS, 1);
    }
  }
}
