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
 * disk, then moved into place. What stood there before stays until the move.
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
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new DataException(target + ": is a directory, not a file to write");
    }
    Path directory = absolute.getParent();
    try {
      Path temporary = createSibling(directory, absolute.getFileName().toString());
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          content.writeTo(out);
          out.flush();
          channel.force(true);
        }
        move(temporary, absolute);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(target + ": no such directory to write to", e);
    } catch (AccessDeniedException e) {
      throw new DataException(target + ": permission to write denied", e);
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + e.getMessage(), e);
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
