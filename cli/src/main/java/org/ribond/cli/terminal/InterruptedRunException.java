package org.ribond.cli.terminal;

import java.io.Serial;

/** A run was stopped by the user and can be resumed; the message says how. Exit code 5. */
public final class InterruptedRunException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** A stop that {@code message} tells the user of. */
  public InterruptedRunException(String message) {
    super(message);
  }
}
