package org.ribond.kernels.opencl;

import org.jocl.cl_mem;
import org.ribond.kernels.DeviceMemory;

/** A buffer object of an {@link OpenClQueue}. */
final class OpenClMemory implements DeviceMemory {
  private final OpenClQueue queue;
  private final cl_mem buffer;
  private final long bytes;
  private boolean closed;

  OpenClMemory(OpenClQueue queue, cl_mem buffer, long bytes) {
    this.queue = queue;
    this.buffer = buffer;
    this.bytes = bytes;
  }

  cl_mem buffer() {
    return buffer;
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
}
