package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.ModelChoice;
import org.ribond.engine.model.Models;

/** How the launcher starts Java for a job, and that the program chooses alike. */
class LauncherIT {
  private static final String VECTORS = "--add-modules jdk.incubator.vector";
  private static final String LIBRARIES = "-Djava.library.path=";
  private static final String SHORT = "backend scalar on ";

  @TempDir private Path directory;

  @BeforeEach
  void writeInput() throws IOException {
    write("p.fa", ">p " + "a long description ".repeat(50) + "\n" + "MKRWYACDEF\n".repeat(10));
    write("r.fa", ">r\n" + "GACUGACUGA".repeat(3));
    write("long.fa", ">p\n" + "MKRWYACDEF".repeat(100));
    write("long.rna.fa", ">r\n" + "GACUGACUGA".repeat(100));
    Files.write(directory.resolve("r.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  /** Runs the launcher at {@code launcher} in the folder of the input. */
  private Result run(Path launcher, Path jdk, String arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    if (launcher.equals(RibondProcess.launcher())) {
      builder.environment().put("RIBOND_NO_BUILD", "1");
    }
    return RibondProcess.finish(builder, new byte[0]);
  }

  private Result run(String arguments) {
    return run(RibondProcess.launcher(), Path.of(System.getProperty("java.home")), arguments);
  }

  /** A JDK whose Java prints how it was started. */
  private Path echo() throws IOException {
    Path java = directory.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    return directory.resolve("jdk");
  }

  @ParameterizedTest
  @CsvSource({
    "predict p.fa r.fa, false",
    "predict --protein=p.fa --rna r.fa --top 3, false",
    "predict p.fa r.fa -o new.tsv, false",
    "predict --help, false",
    "--help, false",
    "model info, false",
    "predict long.fa r.fa, true",
    "predict p.fa r.gz, true",
    "predict p.fa -, true",
    "predict p.fa /dev/null, true",
    "predict p.fa r.fa --backend vector, true",
    "predict p.fa r.fa --model=paper, true",
    "predict p.fa r.fa -qm paper, true",
    "predict p.fa r.fa --pairs pairs.tsv, true",
    "train --quick, true",
    "devices, true",
  })
  void command_started_loadsTheVectorModuleWhereItMayNeedIt(String arguments, boolean vectors)
      throws IOException {
    Result result = run(RibondProcess.launcher(), echo(), arguments);

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals(vectors, result.stdout().contains(VECTORS), result.stdout());
    assertEquals(vectors, result.stdout().contains(LIBRARIES), result.stdout());
    assertTrue(result.stdout().stripTrailing().endsWith(" " + arguments), result.stdout());
  }

  @Test
  void librariesOfTheUser_comeBeforeTheProgramsOwn() throws IOException {
    ProcessBuilder builder = RibondProcess.builder("devices");
    builder.environment().put("JAVA_HOME", echo().toString());
    builder.environment().put("LD_LIBRARY_PATH", "/a folder:/b");
    builder.environment().put("RIBOND_JAVA_OPTS", LIBRARIES + "/c");

    String line = RibondProcess.finish(builder, new byte[0]).stdout();

    String own = Path.of("target", "app", "native").toRealPath().toString();
    int first = line.indexOf(LIBRARIES + "/a folder:/b:" + own + " ");
    assertTrue(first >= 0, line);
    assertTrue(line.indexOf(LIBRARIES + "/c ") > first, line);
  }

  /** Into a folder that may forbid execution, or hold another user's file of that name. */
  @Test
  void gpuBackends_asked_unpackNoLibrary() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    ProcessBuilder builder = RibondProcess.builder("devices");
    builder.environment().put("RIBOND_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);

    Result result = RibondProcess.finish(builder, new byte[0]);

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals("", result.stderr());
    try (Stream<Path> unpacked = Files.list(temporary)) {
      assertEquals(List.of(), unpacked.toList());
    }
    assumeFalse(
        result.stdout().contains("no OpenCL driver")
            || result.stdout().contains("the OpenCL library cannot be loaded"),
        () -> "no OpenCL driver: only seen that nothing is unpacked\n" + result.stdout());
    assertTrue(result.stdout().contains("opencl\t0\t"), result.stdout());
  }

  /** JOCL alone would print on standard output that it cannot open the library. */
  @Test
  void driversThatDoNotLoad_asked_areReasonsAndNothingElseIsPrinted() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "skipped: libraries as on Linux");
    write("libOpenCL.so.1", "");
    write("libcuda.so.1", "");
    ProcessBuilder builder = RibondProcess.builder("devices", "--json");
    builder.environment().put("LD_LIBRARY_PATH", directory.toString());

    Result result = RibondProcess.finish(builder, new byte[0]);

    assertEquals(0, result.exitCode(), result.stderr());
    Map<String, String> reasons = new HashMap<>();
    try (MappingIterator<JsonNode> values =
        new ObjectMapper().readerFor(JsonNode.class).readValues(result.stdout())) {
      for (JsonNode backend : values.next().get("backends")) {
        reasons.put(backend.get("name").asText(), backend.get("reason").asText());
      }
      assertFalse(values.hasNext(), result.stdout());
    }
    assertEquals(
        "the OpenCL library cannot be loaded (libOpenCL.so.1); see docs/gpu.md",
        reasons.get("opencl"));
    assertTrue(
        reasons.get("cuda").matches(".*(no native library for|/libcuda.so.1: file too short).*"),
        reasons.get("cuda"));
  }

  @Test
  void shortPrediction_withAndWithoutTheVectorModule_takesScalarAndPrintsTheSame() {
    Result without = run("predict p.fa r.fa");
    Result with = run("predict p.fa r.fa -m default");

    assertEquals(0, without.exitCode(), without.stderr());
    assertTrue(without.stderr().contains(SHORT), without.stderr());
    assertTrue(with.stderr().contains(SHORT), with.stderr());
    assertEquals(without.stdout(), with.stdout());
  }

  @Test
  void longPrediction_started_takesAFasterBackend() {
    Result result = run("predict long.fa long.rna.fa");

    assertEquals(0, result.exitCode(), result.stderr());
    assertFalse(result.stderr().contains(SHORT), result.stderr());
  }

  /** Otherwise the launcher would start Java without vectors for a job that could use them. */
  @Test
  void shortJob_ofTheLauncher_isOneOfTheProgram() throws IOException {
    Matcher most =
        Pattern.compile("most_letters=(\\d+)").matcher(Files.readString(RibondProcess.launcher()));
    assertTrue(most.find());
    long letters = Integer.parseInt(most.group(1));
    long pairs = letters * letters / 4;

    double multiplyAdds = ModelChoice.read(Models.DEFAULT).multiplyAdds(pairs, letters);

    assertTrue(multiplyAdds <= BackendChoice.SHORT_JOB, multiplyAdds + " multiply-adds");
  }

  @Test
  void archiveOfClasses_missingBrokenOrOld_isMadeOncePassedOverAndMadeAgain() throws IOException {
    Path app = Files.createDirectories(directory.resolve("home/cli/target/app"));
    try (Stream<Path> jars = Files.list(Path.of("target/app"))) {
      for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, app.resolve(jar.getFileName()));
      }
    }
    Path launcher = Files.copy(RibondProcess.launcher(), directory.resolve("home/ribond"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive = app.resolve("ribond.jsa");

    requireVersion(launcher);
    FileTime made = Files.getLastModifiedTime(archive);
    assertTrue(Files.size(archive) > 1 << 20, "bytes: " + Files.size(archive));
    requireVersion(launcher);
    assertEquals(made, Files.getLastModifiedTime(archive));

    byte[] content = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(content, content.length / 2));
    requireVersion(launcher);
    Files.delete(archive);
    Files.write(archive, "no archive".getBytes(StandardCharsets.UTF_8));
    requireVersion(launcher);

    FileTime later = FileTime.fromMillis(System.currentTimeMillis() - 1000);
    Files.setLastModifiedTime(app.resolve("ribond.jar"), later);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(later.toMillis() - 1000));
    requireVersion(launcher);
    assertTrue(Files.size(archive) > 1 << 20, "bytes: " + Files.size(archive));
    try (Stream<Path> files = Files.list(app)) {
      assertEquals(List.of(), files.filter(path -> path.toString().contains(".jsa.")).toList());
    }
  }

  /** Also with the module that the archive was made without. */
  private void requireVersion(Path launcher) {
    for (String arguments : List.of("--version", "devices --json")) {
      Result result = run(launcher, Path.of(System.getProperty("java.home")), arguments);
      assertEquals(0, result.exitCode(), result.stderr());
      assertEquals("", result.stderr());
      char first = result.stdout().charAt(0);
      assertTrue(first == '{' || Character.isDigit(first), result.stdout());
    }
  }
}
