package org.ribond.bench;

import java.util.Optional;
import org.ribond.engine.compute.Backend;

/**
 * A peak that is measured again beside every measurement that is a share of it: what a processor
 * reaches changes from second to second with its clock and with what else runs on it.
 */
final class Yardstick implements AutoCloseable {
  /** Time of one look at the peak; it must not cool the caches of what is measured for long. */
  private static final double SECONDS = 0.004;

  private final Job job;
  private final int size;

  private Yardstick(Job job, Stopwatch stopwatch) {
    this.job = job;
    // If the peak has not been measured for itself, its code is not compiled yet.
    stopwatch.warmUp(job);
    int enough = job.least();
    Stopwatch.seconds(job, enough, 1);
    while (enough < job.most() && Stopwatch.seconds(job, enough, 1) < SECONDS) {
      enough = (int) Math.min(2L * enough, job.most());
    }
    size = enough;
  }

  /** The peak of {@code workload} on {@code backend}, if that can do it. */
  static Optional<Yardstick> of(Workload workload, Backend backend, Stopwatch stopwatch) {
    try {
      return Optional.of(new Yardstick(workload.prepare(backend), stopwatch));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Cost that the peak takes in a second, now. */
  double costPerSecond() {
    return size * job.cost() / Stopwatch.seconds(job, size, 1);
  }

  @Override
  public void close() {
    job.close();
  }
}
