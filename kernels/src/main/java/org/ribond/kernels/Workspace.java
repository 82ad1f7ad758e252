package org.ribond.kernels;

import java.util.Optional;

/** Device memory for partial results, grown as operations ask for more. */
final class Workspace implements AutoCloseable {
  private final DeviceQueue queue;
  private Optional<DeviceMemory> memory = Optional.empty();
  private int generation;

  Workspace(DeviceQueue queue) {
    this.queue = queue;
  }

  /** At least {@code count} floats of undefined content, good until the next call. */
  DeviceMemory floats(long count) {
    long bytes = count * Float.BYTES;
    if (memory.isEmpty() || memory.get().bytes() < bytes) {
      close();
      memory = Optional.of(queue.allocate(bytes));
      generation++;
    }
    return memory.get();
  }

  /** Changes whenever the memory does. */
  int generation() {
    return generation;
  }

  @Override
  public void close() {
    memory.ifPresent(DeviceMemory::close);
    memory = Optional.empty();
  }
}
