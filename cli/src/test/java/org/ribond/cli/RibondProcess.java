package org.ribond.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the packaged program as a user would: the launcher, in a process of its own. */
final class RibondProcess {
  private static final long LIMIT_SECONDS = 300;

  private RibondProcess() {}

  /** What a run left. */
  record Result(int exitCode, byte[] stdoutBytes, String stderr) {
    String stdout() {
      return new String(stdoutBytes, StandardCharsets.UTF_8);
    }
  }

  /** Runs {@code ribond arguments...} with an empty standard input. */
  static Result run(Object... arguments) {
    return runWithInput(new byte[0], arguments);
  }

  /** Runs {@code ribond arguments...} with {@code input} on its standard input. */
  static Result runWithInput(byte[] input, Object... arguments) {
    return finish(builder(arguments), input);
  }

  /** Runs a process to its end, with {@code input} on its standard input. */
  static Result finish(ProcessBuilder builder, byte[] input) {
    try {
      Path stdin = Files.createTempFile("ribond-", ".in");
      Path stdout = Files.createTempFile("ribond-", ".out");
      Path stderr = Files.createTempFile("ribond-", ".err");
      try {
        Files.write(stdin, input);
        Process process =
            builder
                .redirectInput(stdin.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "still running after " + LIMIT_SECONDS + " s: " + process.info());
        }
        return new Result(
            process.exitValue(), Files.readAllBytes(stdout), Files.readString(stderr));
      } finally {
        Files.deleteIfExists(stdin);
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A process of {@code ribond arguments...} that the test starts and connects itself. */
  static ProcessBuilder builder(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(launcher().toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("RIBOND_NO_BUILD", "1");
    return builder;
  }

  /** The launcher at the root of the project; tests run in the folder of their module. */
  static Path launcher() {
    return Path.of("..", "ribond").toAbsolutePath().normalize();
  }
}
