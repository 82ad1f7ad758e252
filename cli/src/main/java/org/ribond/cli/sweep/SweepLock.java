package org.ribond.cli.sweep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/**
 * Keeps two programs from doing the same runs: a whole sweep has its folder to itself, a job shares
 * the folder with other jobs and has its run to itself. The system drops the locks of a program
 * that ends, however it ends; the files of the locks stay.
 */
final class SweepLock {
  private static final String NAME = "sweep.lock";

  private SweepLock() {}

  /**
   * Does {@code work} while a folder of a sweep or of a run is locked.
   *
   * @param isShared whether others may have a shared lock on it too
   * @throws UsageException if another program has it
   * @throws DataException if the file of the lock cannot be written
   */
  static void whileHeld(Path folder, boolean isShared, Messages messages, Runnable work) {
    Path file = folder.resolve(NAME);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (!lock(channel, isShared, file, messages)) {
        throw new UsageException(
            folder + ": another sweep is under way there: wait for it, or give another --out");
      }
      work.run();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + FileError.reason(e), e);
    }
  }

  /** False if another program has the lock. The lock goes with the channel. */
  private static boolean lock(FileChannel channel, boolean isShared, Path file, Messages messages) {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, isShared) != null;
    } catch (IOException e) {
      // Some file systems of clusters have no locks; a sweep can do without.
      messages.warning(
          file + ": cannot be locked: " + FileError.reason(e) + ": start no other sweep there");
      return true;
    }
  }
}
