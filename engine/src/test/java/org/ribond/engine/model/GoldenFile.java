package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Committed files that a later version must still read and write. Rewritten, for review, by {@code
 * mvn test -pl engine -Dtest='Safetensors*,*ModelFile*' -Dgolden.write=true}.
 */
final class GoldenFile {
  private GoldenFile() {}

  static byte[] read(String name) throws IOException {
    try (InputStream in = GoldenFile.class.getResourceAsStream(name)) {
      assertNotNull(in, name + " is not among the test resources");
      return in.readAllBytes();
    }
  }

  /** Compares {@code bytes} with the golden file of this name. */
  static void check(String name, byte[] bytes) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.write(Path.of("src/test/resources/org/ribond/engine/model", name), bytes);
      return;
    }
    assertArrayEquals(read(name), bytes, name);
  }
}
