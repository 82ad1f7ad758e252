package org.ribond.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Times a job: warms it up, finds a portion that is worth timing, then takes the median of many.
 */
final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Measurements at least, unless each takes longer than all are to take. */
  private static final int LEAST_REPEATS = 5;

  /** A rate that is better by no more than this factor is no better. */
  private static final double STEADY = 1.05;

  /** A warm-up ends after so many runs at no better a rate: the compiler may have been at work. */
  private static final int STEADY_RUNS = 4;

  /** A warm-up takes no longer than this many times its least time. */
  private static final double MOST_WARM_UPS = 6;

  /**
   * Seconds that a portion of size 1 takes.
   *
   * @param size size of the portions that were timed
   * @param share share of the yardstick's peak, if there is one
   */
  record Timing(
      int size, double median, double lower, double upper, int repeats, OptionalDouble share) {}

  private final Pace pace;

  Stopwatch(Pace pace) {
    this.pace = pace;
  }

  Timing time(Job job, Optional<Yardstick> yardstick) {
    int size = warmUp(job);
    int rounds = 1;
    if (size == job.most()) {
      double once = seconds(job, size, 1);
      rounds = (int) Math.clamp(Math.ceil(pace.sampleSeconds() / once), 1, 1 << 20);
    }
    List<Double> seconds = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    double total = 0;
    while (total < pace.measuredSeconds()
        || (seconds.size() < LEAST_REPEATS && total < 2 * pace.measuredSeconds())
        || seconds.isEmpty()) {
      double taken = seconds(job, size, rounds);
      total += taken;
      double each = taken / rounds / size;
      seconds.add(each);
      yardstick.ifPresent(peak -> shares.add(job.cost() / each / peak.costPerSecond()));
    }
    Collections.sort(seconds);
    Collections.sort(shares);
    int n = seconds.size();
    return new Timing(
        size,
        seconds.get(n / 2),
        seconds.get(n / 4),
        seconds.get(3 * n / 4),
        n,
        shares.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(shares.get(n / 2)));
  }

  /** Time from which on a portion need not grow: so that a handful fill the time to measure. */
  private double enoughSeconds() {
    return Math.max(pace.sampleSeconds(), pace.measuredSeconds() / LEAST_REPEATS);
  }

  /** Runs growing portions until the rate is steady; returns the size to measure with. */
  int warmUp(Job job) {
    int size = job.least();
    double total = 0;
    double best = Double.POSITIVE_INFINITY;
    int steady = 0;
    while (true) {
      double taken = seconds(job, size, 1);
      total += taken;
      double each = taken / size;
      steady = each * STEADY > best ? steady + 1 : 0;
      best = Math.min(each, best);
      boolean isLong = taken >= enoughSeconds() || size == job.most();
      if ((isLong && steady >= STEADY_RUNS && total >= pace.warmUpSeconds())
          || total > MOST_WARM_UPS * pace.warmUpSeconds()) {
        return size;
      }
      if (!isLong) {
        size = (int) Math.min(2L * size, job.most());
      }
    }
  }

  /** Seconds that {@code rounds} portions take. */
  static double seconds(Job job, int size, int rounds) {
    long begin = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      job.run(size);
    }
    return (System.nanoTime() - begin) / NANOS_PER_SECOND;
  }
}
