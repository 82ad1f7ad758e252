package org.ribond.cli;

import java.io.Serial;

/** Options that do not go together or have impossible values. Exit code 2. */
final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
