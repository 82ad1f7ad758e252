package org.ribond.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Device;
import org.ribond.engine.file.DataException;

class ReportTest {
  private static final Row FAST = row("gemm", "GFLOP/s", 80, 79, 81);
  private static final Row SCORE = row("score", "s", 12, 12, 12);
  private static final Row MISSING =
      new Row("gemm", "square", "cuda", "", Status.UNSUPPORTED, "no driver", Optional.empty());

  private static Row row(String kind, String unit, double median, double lower, double upper) {
    return new Row(
        kind,
        "square",
        "vector",
        "a processor",
        Status.OK,
        "",
        Optional.of(
            new Row.Measurement(
                unit, median, lower, upper, 9, OptionalDouble.of(61.5), "in portions")));
  }

  private static Report report(Row... rows) {
    return new Report(
        "0.1.0",
        "2026-11-21T00:00:00Z",
        "--quick",
        new Machine("a processor", List.of("avx2", "fma"), 2, 1L << 32, "Linux 6", "a JVM 25"),
        List.of(
            new BackendOutcome(
                "vector",
                Optional.of(new Device(0, "a processor", "Java 25", 2, 1L << 32, "wide")),
                ""),
            new BackendOutcome("cuda", Optional.empty(), "no driver")),
        List.of(rows));
  }

  @Test
  void file_writtenAndRead_isTheSame(@TempDir Path folder) throws IOException {
    Report report = report(FAST, MISSING, SCORE);
    Path file = Files.writeString(folder.resolve("report.json"), ReportFile.text(report));

    assertEquals(report, ReportFile.read(file.toString()));
  }

  @Test
  void file_ofAnotherVersion_isRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(file, ReportFile.text(report()).replace("version\" : 1", "version\" : 2"));

    String message =
        assertThrows(DataException.class, () -> ReportFile.read(file.toString())).getMessage();

    assertTrue(message.endsWith("is of format version 2; this Ribond reads 1"), message);
  }

  @Test
  void headline_isTheShortestTimeToTheScore() {
    Row slower = row("score", "s", 13, 13, 13);

    assertEquals(Optional.of(SCORE), report(slower, SCORE, FAST).headline());
    assertEquals(Optional.empty(), report(FAST, MISSING).headline());
  }

  @Test
  void table_comparedWithEarlierReport_showsWhatIsBetterAboveOne() {
    ReportTable table = new ReportTable(Optional.of(report(FAST, SCORE)));

    assertTrue(table.line(row("gemm", "GFLOP/s", 120, 119, 121)).endsWith("x1.50"));
    assertTrue(table.line(row("score", "s", 6, 6, 6)).endsWith("x2.00"));
    assertTrue(table.line(row("gemm", "GFLOP/s", 81.6, 80, 84)).endsWith("x1.02 (within spread)"));
    assertTrue(table.line(MISSING).endsWith("unsupported: no driver"), table.line(MISSING));
  }
}
