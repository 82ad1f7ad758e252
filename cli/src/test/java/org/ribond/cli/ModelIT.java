package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ribond.cli.RibondProcess.Result;

/** {@code ribond model}, run as a user runs it. */
class ModelIT {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/org/ribond/engine/model/model-1.safetensors");

  @Test
  void info_asText_showsArchitectureAndCard() {
    Result result = RibondProcess.run("model", "info", MODEL);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stdout().contains("window.residue         5 letters of 20"), result.stdout());
    assertTrue(result.stdout().contains("calibration.slope      0.75"), result.stdout());
    assertEquals("", result.stderr());
  }

  @Test
  void info_asJson_hasArchitectureAndCard() throws IOException {
    Result result = RibondProcess.run("model", "info", MODEL, "--json");

    JsonNode json = new ObjectMapper().readTree(result.stdout());
    assertEquals(2, json.get("members").asInt());
    assertEquals(2, json.get("architecture").get("windows").get(0).get("half_window").asInt());
    assertEquals("-1.5", json.get("card").get("calibration.intercept").asText());
  }

  @Test
  void export_asSafetensors_isTheSameFile() throws IOException {
    Result result = RibondProcess.run("model", "export", MODEL, "--format", "safetensors", "-q");

    assertEquals("", result.stderr());
    assertArrayEquals(Files.readAllBytes(MODEL), result.stdoutBytes());
  }

  @Test
  void export_asCsv_hasALineForEachWeight() {
    Result result = RibondProcess.run("model", "export", MODEL, "--format", "csv", "-q");

    List<String> lines = result.stdout().lines().toList();
    assertEquals("tensor,row,column,value", lines.getFirst());
    assertEquals(1 + 2 * 725, lines.size());
    assertTrue(lines.get(2).startsWith("member.0.window.residue,0,1,"), lines.get(2));
    assertTrue(lines.getLast().startsWith("member.1.dense.2.bias,0,1,"), lines.getLast());
  }

  @Test
  void commands_wronglyUsed_areRefusedInOneLine() {
    refused(RibondProcess.run("model"), 2);
    refused(RibondProcess.run("model", "export", MODEL), 2);
    refused(RibondProcess.run("model", "info", "no-such-model"), 3);
    refused(RibondProcess.run("model", "info", ".."), 3);
  }

  private static void refused(Result result, int exitCode) {
    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
  }
}
