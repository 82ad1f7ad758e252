package org.ribond.bench;

import org.ribond.engine.compute.Backend;

/** A kind of work that rows of a report measure. */
interface Workload {
  /** What its speed can at most be bound by. */
  enum Bound {
    /** Arithmetic: a job's cost is in floating-point operations. */
    ARITHMETIC,
    /** Memory: a job's cost is in bytes. */
    MEMORY,
    /** It measures a bound itself. */
    NONE
  }

  /** Name of the kind. */
  String kind();

  /** Which of its kind. */
  String name();

  /** Unit of the rate: amounts of a job, times {@link #unitScale}, per second. */
  String unit();

  /** Factor from a job's amounts to the unit's, such as 1e-9 for GFLOP. */
  default double unitScale() {
    return 1;
  }

  /** What bounds it. */
  Bound bound();

  /** What a portion of the given size is, in words. */
  String describe(int size);

  /**
   * Makes it ready on {@code backend}.
   *
   * @throws UnsupportedOperationException if the backend cannot do it, with the reason
   */
  Job prepare(Backend backend);
}
