package org.ribond.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ribond.engine.file.DataException;

/** Folders that commands write to. */
final class Folders {
  private Folders() {}

  /**
   * Makes {@code folder} and those above it unless they are there.
   *
   * @throws DataException if that is not possible
   */
  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new DataException(folder + ": is a file, not a folder to write to", e);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be made a folder: " + e.getMessage(), e);
    }
  }
}
