package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ribond.cli.RibondProcess.Result;

/** The program as a whole: help, version, usage errors, streams. */
class ProgramIT {
  @Test
  void version_printed_isABareNumber() {
    Result result = RibondProcess.run("--version");

    assertEquals(0, result.exitCode());
    assertTrue(result.stdout().matches("\\d+\\.\\d+\\.\\d+\\R"), result.stdout());
    assertEquals("", result.stderr());
  }

  @Test
  void help_printed_listsCommandsAndExitCodes() {
    Result result = RibondProcess.run("--help");

    assertEquals(0, result.exitCode());
    assertTrue(result.stdout().contains("devices"), result.stdout());
    assertTrue(result.stdout().contains("Exit codes:"), result.stdout());
    assertEquals("", result.stderr());
  }

  @Test
  void noCommand_given_isAUsageErrorInOneLine() {
    assertOneLine(RibondProcess.run(), 2);
  }

  @Test
  void unknownOption_given_isAUsageErrorInOneLine() {
    assertOneLine(RibondProcess.run("devices", "--no-such-option"), 2);
  }

  @Test
  void vectorCommand_run_leavesStandardErrorFreeOfTheVirtualMachinesWarnings() {
    Result result = RibondProcess.run("devices", "--json");

    assertEquals(0, result.exitCode());
    assertTrue(result.stdout().contains("\"scalar\""), result.stdout());
    assertEquals("", result.stderr());
  }

  @Test
  void standardOutput_closedByItsReader_endsQuietly() throws IOException, InterruptedException {
    ProcessBuilder builder = RibondProcess.builder("devices", "--json");
    builder.command(
        "bash", "-c", "set -o pipefail; '" + RibondProcess.launcher() + "' devices --json | true");
    Process pipe = builder.redirectErrorStream(true).start();
    String output = new String(pipe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(pipe.waitFor(60, TimeUnit.SECONDS));
    assertEquals("", output);
    assertEquals(0, pipe.exitValue());
  }

  private static void assertOneLine(Result result, int exitCode) {
    assertEquals(exitCode, result.exitCode());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertTrue(result.stderr().startsWith("ribond: "), result.stderr());
  }
}
