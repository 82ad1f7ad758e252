package org.ribond.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;

/**
 * Where a command's data go: a file, written whole or not at all, or standard output, which may be
 * a pipe that closes early.
 */
public final class Output {
  private Output() {}

  /** Writes text. */
  @FunctionalInterface
  public interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Checks, before work is spent on it, that {@code file} may well be written.
   *
   * @throws DataException if not
   */
  public static void check(Optional<Path> file) {
    file.filter(path -> !isStandard(path)).ifPresent(AtomicFile::check);
  }

  /** Whether {@code file} stands for standard output. */
  private static boolean isStandard(Path file) {
    return file.toString().equals("-");
  }

  /** Writes {@code text} to {@code file}, or to standard output if it is absent or {@code -}. */
  public static void write(Optional<Path> file, Text text) {
    writeBytes(
        file,
        stream -> {
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
          text.writeTo(writer);
          writer.flush();
        });
  }

  private static AtomicFile.Content packed(AtomicFile.Content content) {
    return stream -> {
      GZIPOutputStream packed = new GZIPOutputStream(stream, 1 << 16);
      content.writeTo(packed);
      packed.finish();
    };
  }

  /**
   * Writes {@code content} to {@code file}, packed if its name ends with .gz, or to standard output
   * if it is absent or {@code -}.
   */
  public static void writeBytes(Optional<Path> file, AtomicFile.Content content) {
    if (file.isPresent() && !isStandard(file.get())) {
      AtomicFile.write(
          file.get(), file.get().toString().endsWith(".gz") ? packed(content) : content);
      return;
    }
    try {
      OutputStream buffered = new BufferedOutputStream(new StandardOutput(), 1 << 16);
      content.writeTo(buffered);
      buffered.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one line to standard output. */
  public static void line(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    new StandardOutput().write(bytes, 0, bytes.length);
  }
}
