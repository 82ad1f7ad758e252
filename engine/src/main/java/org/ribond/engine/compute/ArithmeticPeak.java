package org.ribond.engine.compute;

/**
 * What a {@link Backend} may offer besides: to keep its arithmetic units busy with nothing else, so
 * that a benchmark knows how much there is to reach.
 */
public interface ArithmeticPeak {
  /**
   * Runs {@code rounds} rounds of independent chains of fused multiply-adds, {@code x = x / 2 + 1},
   * in registers on all that the backend computes with, and waits for them. A round takes some tens
   * of microseconds.
   *
   * @return floating-point operations that were done, two for each fused one
   * @throws ComputeException if a chain has not come to its limit, 2
   */
  long multiplyAdds(int rounds);
}
