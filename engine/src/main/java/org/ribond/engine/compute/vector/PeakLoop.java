package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The most that a core can do: eight chains of fused operations, as many as hide a latency of four
 * cycles on two units, and no memory access.
 *
 * <p>The loop is written out four times, so that the method is too long for C2 to inline ({@code
 * FreqInlineSize}, 325 bytes). Inlined into the loop of a thread over its blocks it ran at half the
 * rate.
 */
final class PeakLoop {
  private static final int CHAINS = 8;
  private static final int STEPS = 1 << 14;

  private PeakLoop() {}

  /** Floating-point operations of a {@link #round}. */
  static long flops() {
    return 2L * CHAINS * STEPS * FLOATS.length();
  }

  /** Iterates {@code x = x / 2 + 1} from 0; returns whether every lane came to its limit, 2. */
  static boolean round() {
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector x0 = FloatVector.zero(FLOATS);
    FloatVector x1 = x0;
    FloatVector x2 = x0;
    FloatVector x3 = x0;
    FloatVector x4 = x0;
    FloatVector x5 = x0;
    FloatVector x6 = x0;
    FloatVector x7 = x0;
    for (int i = 0; i < STEPS; i += 4) {
      x0 = fma(x0, half, one);
      x1 = fma(x1, half, one);
      x2 = fma(x2, half, one);
      x3 = fma(x3, half, one);
      x4 = fma(x4, half, one);
      x5 = fma(x5, half, one);
      x6 = fma(x6, half, one);
      x7 = fma(x7, half, one);
      x0 = fma(x0, half, one);
      x1 = fma(x1, half, one);
      x2 = fma(x2, half, one);
      x3 = fma(x3, half, one);
      x4 = fma(x4, half, one);
      x5 = fma(x5, half, one);
      x6 = fma(x6, half, one);
      x7 = fma(x7, half, one);
      x0 = fma(x0, half, one);
      x1 = fma(x1, half, one);
      x2 = fma(x2, half, one);
      x3 = fma(x3, half, one);
      x4 = fma(x4, half, one);
      x5 = fma(x5, half, one);
      x6 = fma(x6, half, one);
      x7 = fma(x7, half, one);
      x0 = fma(x0, half, one);
      x1 = fma(x1, half, one);
      x2 = fma(x2, half, one);
      x3 = fma(x3, half, one);
      x4 = fma(x4, half, one);
      x5 = fma(x5, half, one);
      x6 = fma(x6, half, one);
      x7 = fma(x7, half, one);
    }
    FloatVector least = x0.min(x1).min(x2).min(x3).min(x4).min(x5).min(x6).min(x7);
    FloatVector most = x0.max(x1).max(x2).max(x3).max(x4).max(x5).max(x6).max(x7);
    return least.reduceLanes(VectorOperators.MIN) == 2
        && most.reduceLanes(VectorOperators.MAX) == 2;
  }
}
