package org.ribond.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/**
 * Keeps two programs from doing the same runs: a whole sweep has its folder to itself, a job shares
 * the folder with other jobs and has its run to itself. The system drops the locks of a program
 * that ends, however it ends; the files of the locks stay.
 */
final class SweepLock implements AutoCloseable {
  private static final String NAME = "sweep.lock";

  private final FileChannel channel;

  private SweepLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder of a sweep or of a run.
   *
   * @param isShared whether others may have a shared lock on it too
   * @throws UsageException if another program has it
   * @throws DataException if the file of the lock cannot be written
   */
  static SweepLock of(Path folder, boolean isShared, Messages messages) {
    Path file = folder.resolve(NAME);
    FileChannel channel = open(file);
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, isShared);
      if (lock == null) {
        channel.close();
        throw new UsageException(
            folder + ": another sweep is under way there: wait for it, or give another --out");
      }
    } catch (IOException e) {
      // Some file systems of clusters have no locks; a sweep can do without.
      messages.warning(
          file + ": cannot be locked: " + FileError.reason(e) + ": start no other sweep there");
    }
    return new SweepLock(channel);
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + FileError.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException("a lock cannot be given back: " + FileError.reason(e), e);
    }
  }
}
