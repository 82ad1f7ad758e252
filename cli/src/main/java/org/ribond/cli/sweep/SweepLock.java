package org.ribond.cli.sweep;

import java.nio.file.Path;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.ProgramLock;
import org.ribond.cli.terminal.UsageException;

/**
 * Keeps two programs from doing the same runs: a whole sweep has its folder to itself, a job shares
 * the folder with other jobs and has its run to itself. The files of the locks stay.
 */
final class SweepLock {
  private static final String NAME = "sweep.lock";

  private SweepLock() {}

  /**
   * Does {@code work} while a folder of a sweep or of a run is locked.
   *
   * @param isShared whether others may have a shared lock on it too
   * @throws UsageException if another program has it
   * @throws org.ribond.engine.file.DataException if the file of the lock cannot be written
   */
  static void whileHeld(Path folder, boolean isShared, Messages messages, Runnable work) {
    ProgramLock.take(folder.resolve(NAME), isShared, messages)
        .orElseThrow(
            () ->
                new UsageException(
                    folder
                        + ": another sweep is under way there: wait for it, or give another"
                        + " --out"))
        .whileHeld(work);
  }
}
