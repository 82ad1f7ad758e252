package org.ribond.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.ribond.engine.file.AtomicFile;

/**
 * Where a command's data go: a file, written whole or not at all, or standard output, which may be
 * a pipe that closes early.
 */
final class Output {
  private Output() {}

  /** Writes text. */
  @FunctionalInterface
  interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes {@code text} to {@code file}, or to standard output if it is absent or {@code -}. */
  static void write(Optional<Path> file, Text text) {
    writeBytes(
        file,
        stream -> {
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
          text.writeTo(writer);
          writer.flush();
        });
  }

  /** Writes {@code content} to {@code file}, or to standard output if it is absent or {@code -}. */
  static void writeBytes(Optional<Path> file, AtomicFile.Content content) {
    if (file.isPresent() && !file.get().toString().equals("-")) {
      AtomicFile.write(file.get(), content);
      return;
    }
    try {
      content.writeTo(new PipeStream());
      System.out.flush();
      PipeStream.check();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one line to standard output. */
  static void line(String line) {
    System.out.println(line);
    PipeStream.check();
  }

  /** Standard output, whose silent error flag becomes an exception. */
  private static final class PipeStream extends OutputStream {
    @Override
    public void write(int b) {
      System.out.write(b);
      check();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      System.out.write(bytes, offset, length);
      check();
    }

    @Override
    public void flush() {
      System.out.flush();
      check();
    }

    static void check() {
      if (System.out.checkError()) {
        throw new ClosedPipeException();
      }
    }
  }
}
