package org.ribond.cli.terminal;

/** Messages for the user, on standard error, each one line that starts with the program's name. */
public final class Messages {
  private final boolean quiet;

  /** Keeps silent about all but errors if {@code quiet}. */
  public Messages(boolean quiet) {
    this.quiet = quiet;
  }

  /** Tells something that the user may want to know. */
  public void info(String message) {
    if (!quiet) {
      System.err.println("ribond: " + message);
    }
  }

  /** Warns of something that may make results other than expected; not silenced by --quiet. */
  public void warning(String message) {
    System.err.println("ribond: warning: " + message);
  }

  /** Tells of an error, in one line. */
  public static void error(String message) {
    System.err.println("ribond: " + message.replace('\n', ' ').replace('\r', ' '));
  }

  boolean isQuiet() {
    return quiet;
  }
}
