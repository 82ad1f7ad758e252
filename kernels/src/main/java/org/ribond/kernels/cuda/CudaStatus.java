package org.ribond.kernels.cuda;

import jcuda.driver.CUresult;
import org.ribond.engine.compute.DeviceFailureException;

/** Statuses of CUDA driver calls. */
final class CudaStatus {
  private CudaStatus() {}

  /** Throws if {@code status} is not success. */
  static void check(String call, int status) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw new DeviceFailureException(call, name(status));
    }
  }

  static String name(int status) {
    return CUresult.stringFor(status);
  }
}
