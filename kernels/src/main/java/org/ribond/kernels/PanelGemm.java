package org.ribond.kernels;

/**
 * Matrix products on OpenCL devices that are CPUs, by {@code gemm_panel.cl}: op(B) is packed into
 * panels two vectors wide, then each work-item takes a few rows of one panel.
 */
final class PanelGemm implements Gemm {
  private static final int PACK_DEPTH = 64;

  private final Kernels kernels;
  private final Workspace workspace;
  private final int panel;
  private final int panelRows;

  PanelGemm(Kernels kernels, Workspace workspace, int vector) {
    this.kernels = kernels;
    this.workspace = workspace;
    panel = 2 * vector;
    panelRows = vector == 16 ? 12 : 6;
  }

  @Override
  public void multiply(Product product) {
    GpuMatrix a = product.a();
    GpuMatrix b = product.b();
    int panelCount = Math.ceilDiv(product.n(), panel);
    DeviceMemory panels = workspace.floats(Math.max(1, (long) panelCount * panel * product.k()));
    if (product.k() > 0) {
      kernels
          .call("packPanels")
          .matrix(b)
          .flag(product.transposeB())
          .integer(product.n())
          .integer(product.k())
          .memory(panels)
          .run(panelCount, Math.ceilDiv(product.k(), PACK_DEPTH), 1, panel, 1);
    }
    kernels
        .call("gemmPanel")
        .elements(a)
        .integer(product.transposeA() ? 1 : a.stride())
        .integer(product.transposeA() ? a.stride() : 1)
        .memory(panels)
        .matrix(product.c())
        .integer(product.m())
        .integer(product.n())
        .integer(product.k())
        .flag(product.accumulate())
        .epilogue(product.epilogue())
        .run(panelCount, Math.ceilDiv(product.m(), panelRows), 1, 1, 1);
  }
}
