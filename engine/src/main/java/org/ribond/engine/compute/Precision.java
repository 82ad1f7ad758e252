package org.ribond.engine.compute;

import java.util.Locale;

/**
 * How a backend rounds the factors of matrix products; all else, sums included, is fp32 or better.
 */
public enum Precision {
  /** 24 bits of significand: what every backend does unless told otherwise. */
  FP32,

  /** 11 bits of significand and the range of fp32, on tensor cores. */
  TF32,

  /** 8 bits of significand and the range of fp32, on tensor cores. */
  BF16;

  /** Its name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
