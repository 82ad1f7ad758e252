package org.ribond.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of a report.
 *
 * @param workload kind of work: peak, stream, gemm, gather, train, predict or score
 * @param name which of its kind, such as the network
 * @param backend backend's name
 * @param device the device's own name, empty where the backend cannot start
 * @param status what became of it
 * @param reason why it is not ok, in plain words; empty where it is
 * @param measurement what was measured, where it is ok
 */
public record Row(
    String workload,
    String name,
    String backend,
    String device,
    Status status,
    String reason,
    Optional<Measurement> measurement) {

  /**
   * Numbers of a row that is ok.
   *
   * @param unit of the rates, such as GFLOP/s; {@code s} alone means a time, where less is better
   * @param median median
   * @param lower lower quartile
   * @param upper upper quartile
   * @param repeats how many times it was measured
   * @param peakPercent share of the measured peak of arithmetic or, for {@code gather}, of memory
   * @param detail what was done at a time, and how right the result was
   */
  public record Measurement(
      String unit,
      double median,
      double lower,
      double upper,
      int repeats,
      OptionalDouble peakPercent,
      String detail) {
    /** Half the distance of the quartiles as a share of the median, in percent. */
    public double spreadPercent() {
      return 100 * (upper - lower) / 2 / median;
    }

    /** Whether a smaller number is the better one. */
    public boolean isTime() {
      return unit.equals("s");
    }
  }

  /** Whether {@code other} measured the same work on the same device, whatever its driver. */
  public boolean isComparable(Row other) {
    return workload.equals(other.workload)
        && name.equals(other.name)
        && backend.equals(other.backend)
        && device.equals(other.device);
  }
}
