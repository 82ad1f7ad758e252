package org.ribond.cli.terminal;

import java.util.Arrays;
import org.ribond.engine.file.InputFile;

/** The standard input, which can be read once. */
public final class StandardInput {
  private StandardInput() {}

  /**
   * Checks that at most one of the inputs {@code names} is the standard input. A name may be null
   * where an option was not given.
   *
   * @throws UsageException if not
   */
  public static void requireOnce(String... names) {
    if (Arrays.stream(names).filter(InputFile.STDIN::equals).count() > 1) {
      throw new UsageException("standard input (-) can be read for one input only");
    }
  }
}
