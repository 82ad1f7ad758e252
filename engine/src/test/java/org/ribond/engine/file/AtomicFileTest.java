package org.ribond.engine.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  private static final byte[] CONTENT = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String failure(Path target) {
    return assertThrows(
            DataException.class, () -> AtomicFile.write(target, out -> out.write(CONTENT)))
        .getMessage();
  }

  @Test
  void write_overAnEarlierFile_replacesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old and longer");

    AtomicFile.write(file, out -> out.write(CONTENT));

    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("a"), names());
  }

  @Test
  void write_thatFailsHalfWay_leavesTheEarlierFileAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old");

    String message =
        assertThrows(
                DataException.class,
                () ->
                    AtomicFile.write(
                        file,
                        out -> {
                          out.write(CONTENT);
                          throw new IOException("No space left on device");
                        }))
            .getMessage();

    assertEquals(file + ": cannot be written: No space left on device", message);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a"), names());
  }

  @Test
  void write_throughASymbolicLink_keepsTheLink() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));

    AtomicFile.write(link, out -> out.write(CONTENT));

    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("a", "link"), names());
  }

  @Test
  void write_toANamedPipe_feedsItAndKeepsIt() throws Exception {
    Path pipe = directory.resolve("pipe");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mkfifo")), "skipped: /usr/bin/mkfifo is not there");
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    AtomicFile.write(pipe, out -> out.write(CONTENT));

    assertArrayEquals(CONTENT, read.get());
    assertFalse(Files.isRegularFile(pipe), "a device or pipe is never replaced");
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void write_whereNoFileCanBe_saysWhy() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old");

    assertEquals(directory + ": is a directory, not a file to write", failure(directory));
    assertEquals(
        file.resolve("b") + ": cannot be written: " + file + " is a file, not a directory",
        failure(file.resolve("b")));
    assertEquals(
        directory.resolve("c/d") + ": no such directory to write to",
        failure(directory.resolve("c/d")));
    assertEquals("'' names no file to write", failure(Path.of("")));
    assertEquals("old", Files.readString(file));
  }
}
