package org.ribond.engine.compute;

import java.io.Serial;

/** A native call failed; the message names the call and its status. */
public final class DeviceFailureException extends ComputeException {
  @Serial private static final long serialVersionUID = 1;

  /** With the native call and its status by name. */
  public DeviceFailureException(String call, String status) {
    super(call + " failed: " + status);
  }
}
