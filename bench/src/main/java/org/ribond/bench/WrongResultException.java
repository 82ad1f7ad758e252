package org.ribond.bench;

import java.io.Serial;

/** A backend computed something else than the reference. */
final class WrongResultException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  WrongResultException(String message) {
    super(message);
  }
}
