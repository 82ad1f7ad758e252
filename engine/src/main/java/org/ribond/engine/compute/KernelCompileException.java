package org.ribond.engine.compute;

import java.io.Serial;

/** A device refused a kernel source; carries its build log. */
public final class KernelCompileException extends ComputeException {
  @Serial private static final long serialVersionUID = 1;

  private final String log;

  /** With the build log of the device. */
  public KernelCompileException(String message, String log) {
    super(message);
    this.log = log;
  }

  /** The build log. */
  public String log() {
    return log;
  }
}
