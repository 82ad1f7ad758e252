package org.ribond.kernels;

/**
 * Matrix products on OpenCL devices that are CPUs, by {@code gemm_panel.cl}: op(B) is packed into
 * panels two vectors wide, then each work-item takes a few rows of one panel.
 */
final class PanelGemm implements Gemm {
  private static final int PACK_DEPTH = 64;

  private final DeviceQueue queue;
  private final Workspace workspace;
  private final Arguments arguments;
  private final int panel;
  private final int panelRows;

  PanelGemm(DeviceQueue queue, Workspace workspace, Arguments arguments) {
    this.queue = queue;
    this.workspace = workspace;
    this.arguments = arguments;
    int vector = queue.vectorWidth();
    panel = 2 * vector;
    panelRows = vector == 16 ? 12 : 6;
  }

  @Override
  public void multiply(Product product) {
    GpuMatrix a = product.a();
    GpuMatrix b = product.b();
    GpuMatrix c = product.c();
    int panelCount = Math.ceilDiv(product.n(), panel);
    DeviceMemory panels = workspace.floats(Math.max(1, (long) panelCount * panel * product.k()));
    if (product.k() > 0) {
      queue
          .launch("packPanels")
          .memory(b.memory())
          .integer(b.stride())
          .integer(product.transposeB() ? 1 : 0)
          .integer(product.n())
          .integer(product.k())
          .memory(panels)
          .run(panelCount, Math.ceilDiv(product.k(), PACK_DEPTH), 1, panel, 1);
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
    arguments
        .epilogue(launch, product.epilogue())
        .run(panelCount, Math.ceilDiv(product.m(), panelRows), 1, 1, 1);
  }
}
