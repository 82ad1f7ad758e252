package org.ribond.engine.compute;

import java.io.Serial;

/** A named backend cannot start on this machine; the message says why. */
public final class BackendUnavailableException extends ComputeException {
  @Serial private static final long serialVersionUID = 1;

  /** With the reason in plain words. */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /** With the reason in plain words and the cause. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
