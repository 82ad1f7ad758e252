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
    CHOSEN,
    /** What the outputs of a convolution see, or the states before those of a recurrence. */
    PANEL,
    /** Some rows of a matrix, so that a product has these alone. */
    STRETCH,
    /** Sites that a pooling took. */
    PLACES,
    /** Moments of rows, or averages of columns, for the gradient of a normalisation. */
    MOMENTS,
    /** Weights with rows and columns exchanged. */
    TRANSPOSED
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

  /**
   * A matrix of undefined content for {@code like}'s backend, good until the next call for the use.
   */
  GpuMatrix matrix(Use use, GpuMatrix like, int rows, int columns) {
    long count = Math.max(1, (long) rows * GpuMatrix.stride(columns));
    return new GpuMatrix(like.owner(), floats(use, count), rows, columns);
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
