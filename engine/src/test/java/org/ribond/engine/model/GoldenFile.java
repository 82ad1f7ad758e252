package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Committed files that a later version must still read and write. Rewritten, for review, by {@code
 * mvn test -pl engine -Dtest='Safetensors*,*ModelFile*,LabelOnnx*' -Dgolden.write=true}.
 */
public final class GoldenFile {
  private GoldenFile() {}

  static byte[] read(String name) throws IOException {
    return read(GoldenFile.class, name);
  }

  private static byte[] read(Class<?> test, String name) throws IOException {
    try (InputStream in = test.getResourceAsStream(name)) {
      assertNotNull(in, name + " is not among the test resources");
      return in.readAllBytes();
    }
  }

  /** Compares {@code bytes} with the golden file of this name. */
  static void check(String name, byte[] bytes) throws IOException {
    check(GoldenFile.class, name, bytes);
  }

  /** Compares {@code bytes} with the golden file of this name in the package of {@code test}. */
  public static void check(Class<?> test, String name, byte[] bytes) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      String folder = test.getPackageName().replace('.', '/');
      Files.write(Path.of("src/test/resources", folder, name), bytes);
      return;
    }
    assertArrayEquals(read(test, name), bytes, name);
  }
}
