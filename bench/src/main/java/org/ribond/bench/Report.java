package org.ribond.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a run of the benchmark found.
 *
 * @param version Ribond's version
 * @param created when, ISO 8601, to the second, in UTC
 * @param options how it was asked for
 * @param machine processor and virtual machine
 * @param backends backends that were asked for, and their devices and drivers
 * @param rows the rows, in the order in which they were measured
 */
public record Report(
    String version,
    String created,
    String options,
    Machine machine,
    List<BackendOutcome> backends,
    List<Row> rows) {
  /** Version of the file's format. */
  public static final int FORMAT_VERSION = 1;

  public Report {
    backends = List.copyOf(backends);
    rows = List.copyOf(rows);
  }

  /** The headline: the shortest time to the validation score, if any backend reached it. */
  public Optional<Row> headline() {
    return rows.stream()
        .filter(row -> row.workload().equals(Kind.SCORE.label()) && row.measurement().isPresent())
        .min(
            (one, other) ->
                Double.compare(
                    one.measurement().orElseThrow().median(),
                    other.measurement().orElseThrow().median()));
  }

  /** The row of this report that measured the same as {@code row} of another one, successfully. */
  public Optional<Row> counterpart(Row row) {
    return rows.stream()
        .filter(own -> own.isComparable(row) && own.measurement().isPresent())
        .findFirst();
  }
}
