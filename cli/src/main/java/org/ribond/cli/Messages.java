package org.ribond.cli;

/** Messages for the user, on standard error, each one line that starts with the program's name. */
final class Messages {
  private final boolean quiet;

  /** Keeps silent about all but errors if {@code quiet}. */
  Messages(boolean quiet) {
    this.quiet = quiet;
  }

  /** Tells something that the user may want to know. */
  void info(String message) {
    if (!quiet) {
      System.err.println("ribond: " + message);
    }
  }

  /** Warns of something that may make results other than expected; not silenced by --quiet. */
  void warning(String message) {
    System.err.println("ribond: warning: " + message);
  }

  static void error(String message) {
    System.err.println("ribond: " + message.replace('\n', ' ').replace('\r', ' '));
  }

  boolean isQuiet() {
    return quiet;
  }
}
