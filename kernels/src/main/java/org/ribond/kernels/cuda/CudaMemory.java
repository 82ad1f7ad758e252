package org.ribond.kernels.cuda;

import jcuda.driver.CUdeviceptr;
import org.ribond.kernels.DeviceMemory;

/** A block of memory of a {@link CudaQueue}; its own address is the driver's handle. */
final class CudaMemory extends CUdeviceptr implements DeviceMemory {
  private final CudaQueue queue;
  private final long bytes;
  private boolean closed;

  /** Memory yet to be allocated: the driver call fills the address in. */
  CudaMemory(CudaQueue queue, long bytes) {
    this.queue = queue;
    this.bytes = bytes;
  }

  /** The device address, as kernels take it. */
  long address() {
    return getNativePointer() + getByteOffset();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.release(this);
    }
  }

  // Identity: two blocks are never equal, whatever the base class compares.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
