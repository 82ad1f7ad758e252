package org.ribond.kernels.cuda;

import java.nio.ByteBuffer;
import jcuda.Pointer;

/** Page-locked memory of the host, which {@link CudaApi#allocateHost} fills in. */
final class CudaHostMemory {
  private final Pointer pointer = new Pointer();
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  /** The driver's address of it. */
  Pointer pointer() {
    return pointer;
  }

  /** Its bytes, in the order of the machine. */
  ByteBuffer bytes() {
    return bytes;
  }

  void setBytes(ByteBuffer allocated) {
    bytes = allocated;
  }
}
