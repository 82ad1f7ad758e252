package org.ribond.cli.terminal;

/** Exit codes of the program. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int INTERNAL = 1;
  public static final int USAGE = 2;
  public static final int DATA = 3;
  public static final int DEVICE = 4;
  public static final int INTERRUPTED = 5;

  private ExitCode() {}
}
