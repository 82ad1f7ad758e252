package org.ribond.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Programs that some machines have and a test makes use of. */
public final class Tool {
  private Tool() {}

  /** What a program wrote, and how it ended. */
  public record Result(int exitCode, String output) {}

  /** The program's path; without it the calling test is skipped and says so. */
  public static String orSkip(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> skipped(name + " is not installed"));
  }

  /** What the calling test throws to be skipped; says so. */
  public static TestAbortedException skipped(String reason) {
    System.out.println("skipped: " + reason);
    return new TestAbortedException(reason);
  }

  /** Runs a program to its end, with standard error among its output. */
  public static Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** A file that a package of the operating system may have put there. */
  public static Optional<Path> file(String... candidates) {
    return Stream.of(candidates).map(Path::of).filter(Files::exists).findFirst();
  }
}
