package org.ribond.engine.compute;

import java.util.function.LongSupplier;

/** Times a small matrix product on a backend, until it has warmed up. */
final class SpeedTrial {
  private static final int SIDE = 256;
  private static final long STEADY_NANOS = 150_000_000;
  private static final long MOST_NANOS = 1_500_000_000;

  private final LongSupplier clock;

  /** With a clock that counts nanoseconds. */
  SpeedTrial(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * The shortest time of a product, in nanoseconds, each from a synchronised device to a
   * synchronised device. Java compiles the vector kernels, and a GPU raises its clock, while this
   * runs: it ends when the shortest time has stood for a while.
   */
  long nanos(Backend backend) {
    try (Matrix a = backend.allocate(SIDE, SIDE);
        Matrix b = backend.allocate(SIDE, SIDE);
        Matrix c = backend.allocate(SIDE, SIDE)) {
      long best = Long.MAX_VALUE;
      long first = 0;
      long improved = 0;
      boolean warm = false;
      while (true) {
        long begin = clock.getAsLong();
        backend.gemm(false, false, a, b, false, c, Epilogue.NONE);
        backend.synchronize();
        long end = clock.getAsLong();
        if (!warm) {
          warm = true;
          first = end;
          improved = end;
        } else if (end - begin < best) {
          best = end - begin;
          improved = end;
        } else if (end - improved >= STEADY_NANOS || end - first >= MOST_NANOS) {
          return best;
        }
      }
    }
  }
}
