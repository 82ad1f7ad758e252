package org.ribond.cli.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/**
 * A lock on a file that says to other programs that a place is taken. The system drops the locks of
 * a program that ends, however it ends.
 */
public final class ProgramLock {
  private final Path file;
  private final FileChannel channel;
  private final boolean stays;

  private ProgramLock(Path file, FileChannel channel, boolean stays) {
    this.file = file;
    this.channel = channel;
    this.stays = stays;
  }

  /**
   * Takes the lock of a file that is there for it alone, and goes with it.
   *
   * @param messages are told where the file system has no locks
   * @return empty if another program has it
   * @throws DataException if the file cannot be written
   */
  public static Optional<ProgramLock> take(Path file, Messages messages) {
    return take(file, false, false, messages);
  }

  /**
   * Takes the lock of a file that stays.
   *
   * @param isShared whether others may have a shared lock on it too
   * @param messages are told where the file system has no locks
   * @return empty if another program has it
   * @throws DataException if the file cannot be written
   */
  public static Optional<ProgramLock> take(Path file, boolean isShared, Messages messages) {
    return take(file, isShared, true, messages);
  }

  private static Optional<ProgramLock> take(
      Path file, boolean isShared, boolean stays, Messages messages) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isLocked(channel, isShared, file, messages)) {
        return Optional.of(new ProgramLock(file, channel, stays));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + FileError.reason(e), e);
    }
  }

  private static boolean isLocked(
      FileChannel channel, boolean isShared, Path file, Messages messages) {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, isShared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Some file systems of clusters have no locks; one can do without.
      messages.warning(
          file + ": cannot be locked: " + FileError.reason(e) + ": start no other program there");
      return true;
    }
  }

  /** Does {@code work}, then gives it back. */
  public void whileHeld(Runnable work) {
    try {
      work.run();
    } finally {
      giveBack();
    }
  }

  private void giveBack() {
    try (channel) {
      if (!stays) {
        // Before others can have the lock, so that it is not theirs that goes.
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be removed: " + FileError.reason(e), e);
    }
  }
}
