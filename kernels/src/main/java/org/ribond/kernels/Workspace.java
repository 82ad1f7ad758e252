package org.ribond.kernels;

import java.util.EnumMap;
import java.util.Map;

/** Device memory for what an operation makes on its way, grown as operations ask for more. */
final class Workspace implements AutoCloseable {
  /** What lies there; each has memory of its own. */
  enum Use {
    /** Partial results of a split reduction, or packed panels. */
    PARTIALS,
    /** Those of a second reduction beside it. */
    MORE_PARTIALS,
    /** Tables of an attention: raw scores, weights, slopes; and its scale and means. */
    SCORES,
    WEIGHTS,
    SLOPES,
    FACTORS,
    /** Numbers of chosen rows and columns. */
    CHOSEN
  }

  private final DeviceQueue queue;
  private final Map<Use, DeviceMemory> memories = new EnumMap<>(Use.class);
  private int generation;

  Workspace(DeviceQueue queue) {
    this.queue = queue;
  }

  /** At least {@code count} floats of undefined content, good until the next call for the use. */
  DeviceMemory floats(Use use, long count) {
    long bytes = count * Float.BYTES;
    DeviceMemory memory = memories.get(use);
    if (memory == null || memory.bytes() < bytes) {
      if (memory != null) {
        memories.remove(use);
        memory.close();
      }
      memory = queue.allocate(bytes);
      memories.put(use, memory);
      generation++;
    }
    return memory;
  }

  /** The same for partial results. */
  DeviceMemory floats(long count) {
    return floats(Use.PARTIALS, count);
  }

  /** Changes whenever memory does. */
  int generation() {
    return generation;
  }

  @Override
  public void close() {
    memories.values().forEach(DeviceMemory::close);
    memories.clear();
  }
}
