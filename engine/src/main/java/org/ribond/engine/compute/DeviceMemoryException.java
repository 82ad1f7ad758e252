package org.ribond.engine.compute;

import java.io.Serial;

/** A device has not enough memory. */
public final class DeviceMemoryException extends ComputeException {
  @Serial private static final long serialVersionUID = 1;

  private final long bytesAsked;
  private final long bytesFree;

  /** With what was asked for and what is free, in bytes; {@code bytesFree} is -1 if unknown. */
  public DeviceMemoryException(String message, long bytesAsked, long bytesFree) {
    super(message);
    this.bytesAsked = bytesAsked;
    this.bytesFree = bytesFree;
  }

  /** Bytes asked for. */
  public long bytesAsked() {
    return bytesAsked;
  }

  /** Bytes free, -1 if unknown. */
  public long bytesFree() {
    return bytesFree;
  }
}
