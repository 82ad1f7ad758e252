package org.ribond.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;

/** Keeps a command from writing over a file that it was told to read. */
public final class OverwriteCheck {
  private OverwriteCheck() {}

  /**
   * Refuses an output that is an input, under whatever name.
   *
   * @param output the file to be written
   * @param inputs what may name files to be read, also several between commas
   * @throws UsageException if one of them is the output
   */
  public static void check(Path output, Collection<String> inputs) {
    if (!Files.isRegularFile(output)) {
      return;
    }
    for (String input : inputs) {
      refuse(output, input);
      for (String part : input.split(",", -1)) {
        refuse(output, part);
      }
    }
  }

  private static void refuse(Path output, String input) {
    try {
      if (!input.isEmpty() && Files.isSameFile(output, Path.of(input))) {
        throw new UsageException(output + ": would be written over, and is to be read");
      }
    } catch (IOException | InvalidPathException e) {
      // What names no file that can be looked at is none that could be lost.
    }
  }
}
