package org.ribond.engine.compute;

import java.util.Set;

/** Finds and starts one kind of backend; found through {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  /** Name by which users ask for the backend: {@code scalar}, {@code vector}, {@code opencl}... */
  String name();

  /**
   * Preference of {@code auto}: the highest available rank is tried first. Costs next to nothing
   * where no device can outrank the processor.
   */
  int rank();

  /**
   * Whether {@code auto} must time it against the next that starts: its devices may be faster than
   * a processor or slower.
   */
  default boolean isOnTrial() {
    return false;
  }

  /** Precisions of matrix products that its backends have, on some device at least. */
  default Set<Precision> precisions() {
    return Set.of(Precision.FP32);
  }

  /** Looks for devices. Never throws for what is missing or broken on this machine. */
  Probe probe();

  /**
   * Starts the backend.
   *
   * @throws BackendUnavailableException if it cannot start, with the reason
   */
  Backend open(BackendOptions options);
}
