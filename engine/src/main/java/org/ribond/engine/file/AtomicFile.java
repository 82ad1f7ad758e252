package org.ribond.engine.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is there whole or not at all: into a temporary sibling, forced to the
 * disk, then moved into place. What stood there before stays until the move. A symbolic link stays
 * one: the file that it leads to is replaced. A device or a named pipe is written to, never
 * replaced.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces {@code target} by {@code content}.
   *
   * @throws DataException if the file cannot be written, with path and reason; {@code target} is
   *     then as it was
   */
  public static void write(Path target, Content content) {
    check(target);
    Path absolute = target.toAbsolutePath();
    try {
      if (!Files.exists(absolute)) {
        replace(absolute, content);
      } else if (Files.isRegularFile(absolute)) {
        replace(absolute.toRealPath(), content);
      } else {
        stream(absolute, content);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(target + ": no such directory to write to", e);
    } catch (AccessDeniedException e) {
      throw new DataException(target + ": permission to write denied", e);
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + FileError.reason(e), e);
    }
  }

  /**
   * Checks that {@code target} may well be written, for those who would else find out after hours
   * of work.
   *
   * @throws DataException if not, with path and reason
   */
  public static void check(Path target) {
    if (target.toString().isEmpty()) {
      throw new DataException("'' names no file to write");
    }
    if (Files.isDirectory(target)) {
      throw new DataException(target + ": is a directory, not a file to write");
    }
    boolean isReplaced = !Files.exists(target) || Files.isRegularFile(target);
    Path directory = target.toAbsolutePath().getParent();
    if (isReplaced && !Files.isDirectory(directory)) {
      throw new DataException(
          target
              + (Files.exists(directory)
                  ? ": cannot be written: " + directory + " is a file, not a directory"
                  : ": no such directory to write to"));
    }
    if (!Files.isWritable(isReplaced ? directory : target)) {
      throw new DataException(target + ": permission to write denied");
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = createSibling(target.getParent(), target.getFileName().toString());
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void stream(Path target, Content content) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(target, StandardOpenOption.WRITE))) {
      content.writeTo(out);
    }
  }

  /** A new file with the user's usual permissions, which those of a temporary file are not. */
  private static Path createSibling(Path directory, String name) throws IOException {
    for (int number = 0; ; number++) {
      Path sibling =
          directory.resolve(
              "." + name + "." + ProcessHandle.current().pid() + "-" + number + ".partial");
      try {
        return Files.createFile(sibling);
      } catch (FileAlreadyExistsException e) {
        // A run that was killed left it, or another thread writes it: take the next number.
      }
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
