package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.kernels.Tool;

/**
 * The kernels on Oclgrind, an OpenCL device that checks every access to memory, every pair of
 * work-items for races and every call for its arguments.
 */
class OclgrindTest {
  @TempDir private Path folder;

  private String findings(String... arguments) throws IOException, InterruptedException {
    Path library =
        Tool.file("/usr/lib/oclgrind/liboclgrind-rt-icd.so", "/usr/local/lib/liboclgrind-rt-icd.so")
            .orElseThrow(() -> Tool.skipped("Oclgrind is not installed"));
    Path log = folder.resolve("oclgrind.log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OclgrindScenario.class.getName());
    command.addAll(List.of(arguments));
    Tool.Result result =
        Tool.run(
            command,
            Map.of(
                "OCL_ICD_VENDORS", library.toString(),
                "OCLGRIND_DATA_RACES", "1",
                "OCLGRIND_UNIFORM_WRITES", "1",
                "OCLGRIND_CHECK_API", "1",
                "OCLGRIND_LOG", log.toString()));
    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().contains("Oclgrind Simulator"), result.output());
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Test
  void everyKernel_watched_hasNoInvalidAccessAndNoRace() throws Exception {
    assertEquals("", findings());
  }

  @Test
  void racingKernel_watched_isFound() throws Exception {
    String findings = findings("race");
    assertTrue(findings.contains("race"), findings);
  }
}
