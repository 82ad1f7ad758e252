package org.ribond.kernels.cuda;

import org.ribond.kernels.KernelSource;

/**
 * A PTX text.
 *
 * @param ptx the text
 * @param sharedBytes dynamic shared memory that each of its kernels takes
 */
record CudaProgram(String ptx, int sharedBytes) {
  /** A committed text. */
  static CudaProgram committed(String name, int sharedBytes) {
    return new CudaProgram(KernelSource.resource("ptx/" + name + ".ptx"), sharedBytes);
  }
}
