package org.ribond.cli.format;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/** Directories that commands write to. */
public final class Directories {
  private Directories() {}

  /**
   * Makes {@code directory} and those above it unless they are there.
   *
   * @throws DataException if that is not possible
   */
  public static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new DataException(directory + ": is a file, not a directory", e);
    } catch (IOException e) {
      throw new DataException(directory + ": cannot be made: " + FileError.reason(e), e);
    }
  }
}
