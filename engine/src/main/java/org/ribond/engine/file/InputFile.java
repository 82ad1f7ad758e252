package org.ribond.engine.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Opens files, or the standard input under the name {@code -}; gzip is known by its first bytes.
 */
public final class InputFile {
  /** Name that stands for the standard input. */
  public static final String STDIN = "-";

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 6;
  private static final String GZIP = "1f8b";

  /** What files begin with that are not read, in hexadecimal digits, and what these are. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "fd377a585a00", "compressed by xz: unpack it first",
          "425a68", "compressed by bzip2: unpack it first",
          "28b52ffd", "compressed by zstd: unpack it first",
          "504b0304", "a zip archive: unpack it first",
          "fffe", "text in UTF-16: save it as UTF-8",
          "feff", "text in UTF-16: save it as UTF-8");

  private InputFile() {}

  /**
   * Opens {@code name} for reading, uncompressed.
   *
   * @throws DataException if it is missing, a directory, unreadable or broken gzip
   */
  public static InputStream open(String name) {
    if (name.equals(STDIN)) {
      return decompress(name, System.in);
    }
    if (name.isEmpty()) {
      throw new DataException("'' names no file");
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new DataException(name + ": is a directory, not a file");
    }
    try {
      return decompress(name, Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw new DataException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new DataException(name + ": permission to read denied", e);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + FileError.reason(e), e);
    }
  }

  /** Whether {@code name} is that of a file; what can be no name is none. */
  public static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The content of {@code in}, unpacked if its first two bytes are those of gzip. {@code name} is
   * for messages.
   *
   * @throws DataException if it is compressed otherwise, an archive or in UTF-16
   */
  public static InputStream decompress(String name, InputStream in) {
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
      buffered.mark(MAGIC_BYTES);
      String start = HexFormat.of().formatHex(buffered.readNBytes(MAGIC_BYTES));
      buffered.reset();
      OTHERS.forEach(
          (magic, what) -> {
            if (start.startsWith(magic)) {
              throw new DataException(name + ": is " + what);
            }
          });
      return start.startsWith(GZIP) ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    } catch (IOException e) {
      throw new DataException(name + ": " + FileError.complaint(e), e);
    }
  }
}
