package org.ribond.kernels.opencl;

import org.jocl.CL;
import org.ribond.engine.compute.DeviceFailureException;

/** Statuses of OpenCL calls. */
final class OpenClStatus {
  private OpenClStatus() {}

  /** Throws if {@code status} is not success. */
  static void check(String call, int status) {
    if (status != CL.CL_SUCCESS) {
      throw new DeviceFailureException(call, name(status));
    }
  }

  static String name(int status) {
    return CL.stringFor_errorCode(status);
  }

  /** Whether a call failed because memory ran out. */
  static boolean isMemory(int status) {
    return status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
        || status == CL.CL_OUT_OF_RESOURCES
        || status == CL.CL_OUT_OF_HOST_MEMORY
        || status == CL.CL_INVALID_BUFFER_SIZE;
  }
}
