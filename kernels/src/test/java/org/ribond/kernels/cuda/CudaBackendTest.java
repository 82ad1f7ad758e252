package org.ribond.kernels.cuda;

import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendContract;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.Padding;

/** The CUDA backend in fp32 on the machine's first card. */
class CudaBackendTest extends BackendContract {
  @Override
  protected String name() {
    return CudaBackendProvider.NAME;
  }

  @Override
  protected Optional<String> missing() {
    return new CudaBackendProvider().probe() instanceof Probe.Unavailable missing
        ? Optional.of(missing.reason())
        : Optional.empty();
  }

  @Override
  protected void poison(Matrix matrix) {
    Padding.fillWithNaN(matrix);
  }

  @Override
  protected Backend open(int threads) {
    CudaApi api = new JCuda();
    return CudaBackendProvider.open(
        api, new CudaDevices(api).list().getFirst(), GemmKind.TILED, note -> {});
  }
}
