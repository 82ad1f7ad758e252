package org.ribond.engine.compute;

import java.io.Serial;

/** Root of everything that goes wrong in a backend or its device. */
public class ComputeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message for the user. */
  public ComputeException(String message) {
    super(message);
  }

  /** With a message for the user and the cause. */
  public ComputeException(String message, Throwable cause) {
    super(message, cause);
  }
}
