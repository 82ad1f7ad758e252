package org.ribond.cli;

import java.io.Serial;

/** A run was stopped by the user and can be resumed; the message says how. Exit code 5. */
final class InterruptedRunException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  InterruptedRunException(String message) {
    super(message);
  }
}
