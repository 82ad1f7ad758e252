package org.ribond.cli.terminal;

import java.io.Serial;

/** Whoever read the standard output has gone: the program ends quietly. */
public final class ClosedPipeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  ClosedPipeException() {
    super("standard output is closed");
  }
}
