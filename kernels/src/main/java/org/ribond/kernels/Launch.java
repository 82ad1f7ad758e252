package org.ribond.kernels;

/**
 * A kernel launch in the making: arguments in the kernel's order, then {@link #run}. Good for one
 * launch; the queue may reuse the object for the next.
 */
public interface Launch {
  /** Adds a pointer to device memory. */
  Launch memory(DeviceMemory memory);

  /** Adds a 32-bit integer. */
  Launch integer(int value);

  /** Adds a 32-bit float. */
  Launch real(float value);

  /**
   * Queues the kernel.
   *
   * @param groupsX work-groups in each direction, at least 1
   * @param itemsX work-items of a group in each direction, at least 1
   */
  void run(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY);
}
