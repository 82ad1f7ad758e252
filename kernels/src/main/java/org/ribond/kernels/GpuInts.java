package org.ribond.kernels;

import org.ribond.engine.compute.Ints;

/** A list of integers in device memory. */
final class GpuInts implements Ints {
  private final GpuBackend owner;
  private final DeviceMemory memory;
  private final int length;
  private boolean closed;

  GpuInts(GpuBackend owner, DeviceMemory memory, int length) {
    this.owner = owner;
    this.memory = memory;
    this.length = length;
  }

  GpuBackend owner() {
    return owner;
  }

  DeviceMemory memory() {
    if (closed) {
      throw new IllegalStateException("list is closed");
    }
    return memory;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.close();
    }
  }
}
