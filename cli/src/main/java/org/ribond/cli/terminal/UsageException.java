package org.ribond.cli.terminal;

import java.io.Serial;

/** Options that do not go together or have impossible values. Exit code 2. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** What was wrong, in words for the user. */
  public UsageException(String message) {
    super(message);
  }
}
