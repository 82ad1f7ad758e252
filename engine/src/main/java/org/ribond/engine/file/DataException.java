package org.ribond.engine.file;

import java.io.Serial;

/**
 * Data that cannot be used: a file that is missing, unreadable, truncated or not what it should be.
 * The message is one line for the user: path, then record and line where they are known, then what
 * is wrong and what to do.
 */
public final class DataException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With the one-line message. */
  public DataException(String message) {
    super(message);
  }

  /** With the one-line message and the cause. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
