package org.ribond.bench.peer;

import java.util.Locale;

/** What is tried before Ribond and PyTorch are timed: that they agree, and PyTorch's best way. */
final class TorchTrials {
  private static final int TRIALS = 3;

  private TorchTrials() {}

  /**
   * Says how far apart two results are.
   *
   * @throws IllegalStateException if by more than {@code tolerance}
   */
  static void check(String work, float[] ours, float[] theirs, double tolerance) {
    double worst = ours.length == theirs.length ? 0 : Double.NaN;
    for (int i = 0; i < ours.length; i++) {
      worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
    }
    System.out.printf(Locale.ROOT, "%s: %d numbers within %.1g%n", work, ours.length, worst);
    if (!(worst <= tolerance)) {
      throw new IllegalStateException(work + ": results differ");
    }
  }

  /** Has PyTorch work on the number of threads, up to {@code most}, at which it is fastest. */
  static void takeFastestThreads(int most, Runnable work) {
    int best = 1;
    double bestSeconds = Double.POSITIVE_INFINITY;
    for (int candidate = 1; candidate <= most; candidate++) {
      Torch.setThreads(candidate);
      double seconds = Scoreboard.best(work, TRIALS);
      if (seconds < bestSeconds) {
        bestSeconds = seconds;
        best = candidate;
      }
    }
    Torch.setThreads(best);
  }
}
