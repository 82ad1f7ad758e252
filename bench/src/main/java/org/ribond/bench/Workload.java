package org.ribond.bench;

import org.ribond.engine.compute.Backend;

/** Work that rows of a report measure. */
interface Workload {
  /** Its kind. */
  Kind kind();

  /** Which of its kind. */
  String name();

  /** What a portion of the given size is, in words. */
  String describe(int size);

  /**
   * Makes it ready on {@code backend}.
   *
   * @throws UnsupportedOperationException if the backend cannot do it, with the reason
   */
  Job prepare(Backend backend);
}
