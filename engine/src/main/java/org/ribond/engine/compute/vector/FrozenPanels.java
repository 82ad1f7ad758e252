package org.ribond.engine.compute.vector;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What products made of a right-hand matrix that does not change any more: its panels, which would
 * otherwise be copied anew for each product. They take as much memory as the matrix once more.
 */
final class FrozenPanels {
  private record Key(boolean transpose, int start, int length) {}

  private final Map<Key, float[]> dense = new HashMap<>();
  private final Map<Key, Optional<MemorySegment>> sparse = new HashMap<>();

  /** The panels of {@link Gemm} for a part of the inner dimension, made if they are not there. */
  float[] dense(boolean transpose, Gemm.Part part, Supplier<float[]> made) {
    return dense.computeIfAbsent(
        new Key(transpose, part.start(), part.length()), key -> made.get());
  }

  /** Those of {@link SparseGemm}, which has none of numbers that are not finite. */
  Optional<MemorySegment> sparse(
      boolean transpose, Gemm.Part part, Supplier<Optional<MemorySegment>> made) {
    return sparse.computeIfAbsent(
        new Key(transpose, part.start(), part.length()), key -> made.get());
  }
}
