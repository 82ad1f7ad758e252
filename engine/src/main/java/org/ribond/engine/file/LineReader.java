package org.ribond.engine.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Lines of a UTF-8 text, counted for messages. Ends of line of any system are accepted and a byte
 * order mark is dropped. A broken gzip stream is reported with the last line that could be read.
 * Not safe for use by several threads.
 */
public final class LineReader implements AutoCloseable {
  private final String name;
  private final BufferedReader reader;
  private String line = "";
  private long number;

  /** Reads {@code in}, which {@link #close} closes; {@code name} is for messages. */
  public LineReader(String name, InputStream in) {
    this.name = name;
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Opens a file, or the standard input, as {@link InputFile#open} does. */
  public static LineReader open(String name) {
    return new LineReader(name, InputFile.open(name));
  }

  /**
   * Moves on to the next line.
   *
   * @return whether there is one
   * @throws DataException if the input cannot be read or is broken gzip
   */
  public boolean next() {
    String read;
    try {
      read = reader.readLine();
    } catch (IOException e) {
      throw error(FileError.complaint(e), e);
    }
    if (read == null) {
      return false;
    }
    number++;
    line = number == 1 && read.startsWith("\uFEFF") ? read.substring(1) : read;
    return true;
  }

  private DataException error(String what, Exception cause) {
    String place = number == 0 ? "" : "after line " + number + ": ";
    return new DataException(name + ": " + place + what, cause);
  }

  /** The line that {@link #next} moved to, without its end. */
  public String line() {
    return line;
  }

  /** 1-based number of {@link #line()}; 0 before the first. */
  public long number() {
    return number;
  }

  /** Name of the input, for messages. */
  public String name() {
    return name;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw error("cannot be closed: " + FileError.reason(e), e);
    }
  }
}
