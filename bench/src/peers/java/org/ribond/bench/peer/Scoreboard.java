package org.ribond.bench.peer;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** Times duels in turns and prints medians and quartiles. */
final class Scoreboard {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Least time of one measurement. */
  private static final double SAMPLE_SECONDS = 0.1;

  /** Time that each side warms up. */
  private static final double WARM_UP_SECONDS = 3;

  /** Several times as long as threads of OpenBLAS, PyTorch or ONNX Runtime look for work. */
  private static final int REST_MILLIS = 200;

  private final PrintStream out;
  private final int rounds;

  Scoreboard(PrintStream out, int rounds) {
    this.out = out;
    this.rounds = rounds;
  }

  void heading(String text) {
    out.printf(Locale.ROOT, "%n%s%n", text);
    out.printf(
        Locale.ROOT,
        "%-58s %12s %12s  %s%n",
        "medians",
        "ribond",
        "peer",
        "ratio of neighbours (quartiles)");
  }

  void skipped(String name, String reason) {
    out.printf(Locale.ROOT, "%-58s skipped: %s%n", name, reason);
  }

  /** Measures both sides of {@code duel} in turns, and prints a line. */
  void time(Duel duel) {
    int ours = warmUp(duel.ours());
    int theirs = warmUp(duel.theirs());
    double[] ourRates = new double[rounds];
    double[] theirRates = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ourRates[i] = duel.amount() / rested(duel.ours(), ours);
      theirRates[i] = duel.amount() / rested(duel.theirs(), theirs);
      ratios[i] = ourRates[i] / theirRates[i];
    }
    Arrays.sort(ourRates);
    Arrays.sort(theirRates);
    Arrays.sort(ratios);
    out.printf(
        Locale.ROOT,
        "%-58s %12s %12s  %.2f (%.2f-%.2f) %s%n",
        duel.name(),
        number(ourRates[rounds / 2]),
        number(theirRates[rounds / 2]),
        ratios[rounds / 2],
        ratios[rounds / 4],
        ratios[rounds * 3 / 4],
        duel.unit());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%,.0f", value);
  }

  /** Seconds of the faster of a few calls. */
  static double best(Runnable work, int calls) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < calls; i++) {
      best = Math.min(best, seconds(work, 1));
    }
    return best;
  }

  /** Runs for a while; returns how many calls fill a measurement. */
  private static int warmUp(Runnable work) {
    double total = 0;
    double last = 0;
    while (total < WARM_UP_SECONDS) {
      last = seconds(work, 1);
      total += last;
    }
    return (int) Math.max(1, Math.ceil(SAMPLE_SECONDS / last));
  }

  /**
   * Seconds of a call when the other side has come to rest: for a while after a call its threads
   * look for work, on processors that this side needs.
   */
  private static double rested(Runnable work, int calls) {
    try {
      Thread.sleep(REST_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    work.run();
    return seconds(work, calls);
  }

  private static double seconds(Runnable work, int calls) {
    long begin = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      work.run();
    }
    return (System.nanoTime() - begin) / NANOS_PER_SECOND / calls;
  }
}
