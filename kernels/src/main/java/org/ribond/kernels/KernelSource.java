package org.ribond.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Kernel sources among this module's resources. */
public final class KernelSource {
  private static final String INCLUDE = "#include \"";

  private KernelSource() {}

  /**
   * The text of {@code source/name} with every {@code #include "..."} line replaced by its file.
   */
  public static String read(String name) {
    StringBuilder text = new StringBuilder();
    append(name, text);
    return text.toString();
  }

  private static void append(String name, StringBuilder text) {
    resource("source/" + name)
        .lines()
        .forEach(
            line -> {
              if (line.startsWith(INCLUDE)) {
                append(line.substring(INCLUDE.length(), line.lastIndexOf('"')), text);
              } else {
                text.append(line).append('\n');
              }
            });
  }

  /** The text of a resource beside this class. */
  public static String resource(String path) {
    try (InputStream stream = KernelSource.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + path);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
