package org.ribond.cli;

/** Exit codes of the program. */
final class ExitCode {
  static final int DONE = 0;
  static final int INTERNAL = 1;
  static final int USAGE = 2;
  static final int DATA = 3;
  static final int DEVICE = 4;
  static final int INTERRUPTED = 5;

  private ExitCode() {}
}
