package org.ribond.bench;

/** Kinds of work, in the order in which they run, and how the speed of each is told. */
enum Kind {
  PEAK("peak", "GFLOP/s", 1e-9, Bound.NONE),
  STREAM("stream", "GB/s", 1e-9, Bound.NONE),
  GEMM("gemm", "GFLOP/s", 1e-9, Bound.ARITHMETIC),
  GATHER("gather", "GB/s", 1e-9, Bound.MEMORY),
  TRAIN("train", "samples/s", 1, Bound.ARITHMETIC),
  PREDICT("predict", "pairs/s", 1, Bound.ARITHMETIC),
  CHAIN_TRAIN("chain-train", "samples/s", 1, Bound.ARITHMETIC),
  CHAIN_PREDICT("chain-predict", "samples/s", 1, Bound.ARITHMETIC),
  MAP_TRAIN("map-train", "samples/s", 1, Bound.ARITHMETIC),
  MAP_PREDICT("map-predict", "samples/s", 1, Bound.ARITHMETIC),
  SCORE("score", "s", 1, Bound.NONE);

  /** What a speed can at most be bound by. */
  enum Bound {
    /** Arithmetic: a job's cost is in floating-point operations. */
    ARITHMETIC,
    /** Memory: a job's cost is in bytes. */
    MEMORY,
    /** It measures a bound itself, or a time. */
    NONE
  }

  private final String label;
  private final String unit;
  private final double unitScale;
  private final Bound bound;

  Kind(String label, String unit, double unitScale, Bound bound) {
    this.label = label;
    this.unit = unit;
    this.unitScale = unitScale;
    this.bound = bound;
  }

  /** Name by which users ask for it. */
  String label() {
    return label;
  }

  /** Unit of the rate: amounts of a job, times {@link #unitScale}, per second. */
  String unit() {
    return unit;
  }

  /** Factor from a job's amounts to the unit's, such as 1e-9 for GFLOP. */
  double unitScale() {
    return unitScale;
  }

  /** What bounds it. */
  Bound bound() {
    return bound;
  }
}
