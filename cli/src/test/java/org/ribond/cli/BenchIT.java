package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.cli.RibondProcess.Result;

/** {@code ribond bench}, run as a user runs it, with as little work as shows every row. */
class BenchIT {
  @Test
  void vector_everyWorkload_isRightAndInTheReport(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("bench.json");

    Result result = RibondProcess.run("bench", "--touch", "--backend", "vector", "--out", out);

    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    assertTrue(result.stdout().startsWith("device "), result.stdout());
    assertTrue(result.stdout().contains("\nheadline: "), result.stdout());
    JsonNode report = new ObjectMapper().readTree(Files.readString(out));
    assertEquals(1, report.get("format_version").asInt());
    assertEquals("vector", report.get("device").get("backends").get(0).get("name").asText());
    assertEquals("score", report.get("headline").get("workload").asText());
    List<String> kinds =
        report.get("rows").valueStream().map(row -> row.get("workload").asText()).toList();
    assertTrue(
        kinds.containsAll(
            List.of(
                "peak",
                "stream",
                "gemm",
                "gather",
                "train",
                "predict",
                "chain-train",
                "chain-predict",
                "map-train",
                "map-predict",
                "score")),
        kinds.toString());
    for (JsonNode row : report.get("rows")) {
      assertEquals("ok", row.get("status").asText(), row.toString());
      assertTrue(row.get("median").asDouble() > 0, row.toString());
    }
  }

  @Test
  void report_comparedWithItself_showsARatioInEachRow(@TempDir Path folder) {
    Path out = folder.resolve("bench.json");
    Object[] arguments = {
      "bench", "--touch", "--backend", "scalar", "--workload", "peak,stream", "--out", out
    };
    assertEquals(0, RibondProcess.run(arguments).exitCode());

    Result result =
        RibondProcess.run(
            "bench", "--touch", "--backend", "scalar", "--workload", "peak", "--compare", out);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(
        result.stdout().lines().anyMatch(line -> line.matches("peak +scalar .* x[0-9.]+.*")),
        result.stdout());
  }

  @Test
  void json_goesToStandardOutputAlone() throws IOException {
    Result result =
        RibondProcess.run(
            "bench", "--touch", "--backend", "scalar,opencl", "--workload", "stream", "--json");

    assertEquals(0, result.exitCode(), result.stderr());
    JsonNode rows = new ObjectMapper().readTree(result.stdout()).get("rows");
    assertEquals("scalar", rows.get(0).get("backend").asText());
    assertEquals("ok", rows.get(0).get("status").asText());
    assertTrue(
        rows.get(1).get("status").asText().matches("ok|unsupported"), rows.get(1).toString());
  }

  @Test
  void command_wronglyUsed_isRefusedInOneLine(@TempDir Path folder) throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"format_version\": 99}");
    refused(RibondProcess.run("bench", "--workload", "nothing"), 2);
    refused(RibondProcess.run("bench", "--threads", "0"), 2);
    refused(RibondProcess.run("bench", "--compare", folder.resolve("none.json")), 3);
    refused(RibondProcess.run("bench", "--compare", other), 3);
  }

  private static void refused(Result result, int exitCode) {
    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
  }
}
