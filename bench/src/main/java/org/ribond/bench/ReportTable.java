package org.ribond.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report as lines of text to read. */
public final class ReportTable {
  private final Optional<Report> before;

  /** A table whose last column compares with {@code before}, if there is one. */
  public ReportTable(Optional<Report> before) {
    this.before = before;
  }

  /** What it is measured on. */
  public List<String> heading(Machine machine, List<BackendOutcome> backends) {
    List<String> lines = new ArrayList<>();
    lines.add("device    " + machine.name() + ", " + machine.processors() + " processors");
    lines.add("flags     " + String.join(" ", machine.flags()));
    lines.add("system    " + machine.system());
    lines.add("java      " + machine.java() + ", heap of " + gibibytes(machine.heapBytes()));
    for (BackendOutcome outcome : backends) {
      lines.add(
          String.format(Locale.ROOT, "%-9s ", outcome.name())
              + outcome
                  .device()
                  .map(
                      device ->
                          device.name() + ", " + device.detail() + ", driver " + device.driver())
                  .orElseGet(() -> "missing: " + outcome.reason()));
    }
    before.ifPresent(report -> lines.add("before    " + report.created() + ", " + on(report)));
    lines.add("");
    lines.add(
        format(
            "workload",
            "backend",
            "of",
            "median",
            "unit",
            "spread",
            "of peak",
            before.isPresent() ? "  against before" : ""));
    return lines;
  }

  private static String on(Report report) {
    return report.machine().name() + ", Ribond " + report.version();
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }

  private static String format(Object... columns) {
    return String.format(Locale.ROOT, "%-13s %-8s %-40s %10s %-9s %8s %7s%s", columns)
        .stripTrailing();
  }

  /** One row. */
  public String line(Row row) {
    if (row.measurement().isEmpty()) {
      return format(
          row.workload(),
          row.backend(),
          row.name(),
          "-",
          row.status().label() + ": " + row.reason(),
          "",
          "",
          "");
    }
    Row.Measurement found = row.measurement().get();
    String spread =
        found.repeats() > 1 ? String.format(Locale.ROOT, "±%.1f %%", found.spreadPercent()) : "";
    String share =
        found.peakPercent().isPresent()
            ? String.format(Locale.ROOT, "%.0f %%", found.peakPercent().getAsDouble())
            : "";
    return format(
        row.workload(),
        row.backend(),
        row.name(),
        number(found.median()),
        found.unit(),
        spread,
        share,
        comparison(row));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : value < 1e4 ? "%.1f" : "%,.0f", value);
  }

  /** How this row stands to the earlier one: above 1.00 it is better now. */
  private String comparison(Row row) {
    if (before.isEmpty()) {
      return "";
    }
    Row.Measurement now = row.measurement().orElseThrow();
    return before
        .get()
        .counterpart(row)
        .flatMap(Row::measurement)
        .map(
            then -> {
              double ratio =
                  now.isTime() ? then.median() / now.median() : now.median() / then.median();
              boolean overlap = now.lower() <= then.upper() && then.lower() <= now.upper();
              return String.format(
                  Locale.ROOT, "  x%.2f%s", ratio, overlap ? " (within spread)" : "");
            })
        .orElse("  -");
  }

  /** The headline, or why there is none. */
  public List<String> footing(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        report
            .headline()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "headline: %.2f s from nothing to %s on %s (%s)",
                        row.measurement().orElseThrow().median(),
                        row.name(),
                        row.backend(),
                        row.measurement().orElseThrow().detail()))
            .orElse("no headline: no backend was timed to a validation score"));
    lines.add(
        "spread: half the distance of the quartiles; of peak: share of the multiply-adds measured at"
            + " the same time, for gather of the copy (caches can exceed it)");
    return lines;
  }
}
