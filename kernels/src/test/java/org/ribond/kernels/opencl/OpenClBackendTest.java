package org.ribond.kernels.opencl;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendContract;
import org.ribond.engine.compute.Matrix;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.GpuBackend;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.Padding;

/**
 * The OpenCL backend, with the matrix products of CPUs and those of GPUs, and with convolutions in
 * one go and in stretches.
 */
class OpenClBackendTest {
  @Nested
  class Panels extends OnFirstDevice {
    Panels() {
      super(GemmKind.PANEL);
    }
  }

  @Nested
  class Tiles extends OnFirstDevice {
    /** So few that convolutions take several stretches. */
    private static final int PANEL_FLOATS = 3000;

    Tiles() {
      super(GemmKind.TILED);
    }

    @Override
    protected Backend open(int threads) {
      OpenClApi api = new Jocl();
      OpenClQueue queue =
          new OpenClQueue(
              api, new OpenClDevices(api).list().getFirst(), KernelSource.read("opencl.cl"));
      return new GpuBackend(OpenClBackendProvider.NAME, queue, GemmKind.TILED, PANEL_FLOATS);
    }
  }

  /** The contract of all backends on the machine's first OpenCL device. */
  abstract static class OnFirstDevice extends BackendContract {
    private final GemmKind kind;

    OnFirstDevice(GemmKind kind) {
      this.kind = kind;
    }

    @Override
    protected String name() {
      return OpenClBackendProvider.NAME;
    }

    @Override
    protected Optional<String> missing() {
      return OpenClDriver.missing();
    }

    @Override
    protected void poison(Matrix matrix) {
      Padding.fillWithNaN(matrix);
    }

    @Override
    protected Backend open(int threads) {
      OpenClApi api = new Jocl();
      return OpenClBackendProvider.open(api, new OpenClDevices(api).list().getFirst(), kind);
    }
  }
}
