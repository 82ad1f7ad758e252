package org.ribond.kernels;

/** A block of memory of one {@link DeviceQueue}. */
public interface DeviceMemory extends AutoCloseable {
  /** Size in bytes. */
  long bytes();

  /** Gives the memory back once queued work that uses it is done. Closing twice is harmless. */
  @Override
  void close();
}
