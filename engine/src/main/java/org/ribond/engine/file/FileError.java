package org.ribond.engine.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.zip.ZipException;

/** What went wrong with a file, in words for a message that names the file itself. */
public final class FileError {
  private FileError() {}

  /** Why it cannot be read. */
  public static String complaint(IOException e) {
    return switch (e) {
      case EOFException end -> "the gzip data end too early: the file is truncated";
      case ZipException damage -> "the gzip data are damaged: " + reason(damage);
      default -> "cannot be read: " + reason(e);
    };
  }

  /** The system's reason on one line, without the file's name, which it puts in front of it. */
  public static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null
        ? e.getClass().getSimpleName()
        : reason.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
