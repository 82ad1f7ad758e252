package org.ribond.kernels;

/**
 * Matrix products on OpenCL devices that are CPUs, by {@code gemm_panel.cl}: op(B) is packed into
 * panels of 32 columns, then each work-item takes a few rows of one panel.
 */
final class PanelGemm implements Gemm {
  private static final int PANEL = 32;
  private static final int PANEL_ROWS = 6;
  private static final int PACK_DEPTH = 64;

  private final DeviceQueue queue;
  private final Workspace workspace;

  PanelGemm(DeviceQueue queue, Workspace workspace) {
    this.queue = queue;
    this.workspace = workspace;
  }

  @Override
  public void multiply(Product product) {
    GpuMatrix a = product.a();
    GpuMatrix b = product.b();
    GpuMatrix c = product.c();
    int panelCount = Math.ceilDiv(product.n(), PANEL);
    DeviceMemory panels = workspace.floats(Math.max(1, (long) panelCount * PANEL * product.k()));
    if (product.k() > 0) {
      queue
          .launch("packPanels")
          .memory(b.memory())
          .integer(b.stride())
          .integer(product.transposeB() ? 1 : 0)
          .integer(product.n())
          .integer(product.k())
          .memory(panels)
          .run(panelCount, Math.ceilDiv(product.k(), PACK_DEPTH), 1, PANEL, 1);
    }
    Launch launch =
        queue
            .launch("gemmPanel")
            .memory(a.memory())
            .integer(product.transposeA() ? 1 : a.stride())
            .integer(product.transposeA() ? a.stride() : 1)
            .memory(panels)
            .memory(c.memory())
            .integer(c.stride())
            .integer(product.m())
            .integer(product.n())
            .integer(product.k())
            .integer(product.accumulate() ? 1 : 0);
    Arguments.epilogue(launch, product.epilogue(), c.memory())
        .run(Math.ceilDiv(product.m(), PANEL_ROWS), panelCount, 1, 1, 1);
  }
}
