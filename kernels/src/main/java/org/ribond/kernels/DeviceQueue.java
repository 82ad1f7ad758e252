package org.ribond.kernels;

import java.util.Optional;
import org.ribond.engine.compute.Device;

/**
 * Memory, kernels and one in-order queue of a device: what {@link GpuBackend} needs of OpenCL or
 * CUDA. Not thread-safe. Every method throws a {@link
 * org.ribond.engine.compute.DeviceFailureException} that names the native call and its status if
 * the device refuses.
 */
public interface DeviceQueue extends AutoCloseable {
  /** The device. */
  Device device();

  /** Whether the device is a CPU, which wants kernels without local memory. */
  boolean isProcessor();

  /** Floats of a vector register of a CPU: 4, 8 or 16; 1 for a GPU, whose items are scalar. */
  int vectorWidth();

  /**
   * Allocates memory of undefined content.
   *
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough
   */
  DeviceMemory allocate(long bytes);

  /** Copies a dense matrix to rows that are {@code stride} floats apart, and waits. */
  void write(float[] values, DeviceMemory to, int rows, int columns, int stride);

  /** Copies integers, and waits. */
  void write(int[] values, DeviceMemory to);

  /** Waits for queued work, then copies rows {@code stride} floats apart into a dense matrix. */
  void read(DeviceMemory from, int rows, int columns, int stride, float[] values);

  /** Begins a launch of a kernel; its arguments follow in order. */
  Launch launch(String kernel);

  /** A recorded sequence of launches. */
  interface Recording extends AutoCloseable {
    /** Queues all of them, with their recorded arguments. */
    void replay();

    /** Gives the recording back. Closing twice is harmless. */
    @Override
    void close();
  }

  /** Whether {@link #record} is worth calling. */
  default boolean canRecord() {
    return false;
  }

  /**
   * Records what {@code launches} launches instead of queueing it. It may neither allocate nor
   * wait. Nothing if the driver refuses to record, which is then told as a note; nothing was
   * queued.
   */
  default Optional<Recording> record(Runnable launches) {
    throw new UnsupportedOperationException("no recordings on " + device().name());
  }

  /** Waits until all queued work is done. */
  void synchronize();

  /** Gives back the device. Memory must have been closed before. */
  @Override
  void close();
}
