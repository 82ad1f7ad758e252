package org.ribond.engine.compute;

/**
 * How a backend is started.
 *
 * @param device number of the device, from 0
 * @param threads threads of a CPU backend, at least 1
 * @param precision of matrix products
 */
public record BackendOptions(int device, int threads, Precision precision) {
  public BackendOptions {
    if (device < 0) {
      throw new IllegalArgumentException("device " + device + " is negative");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is not at least 1");
    }
  }

  /** With matrix products in fp32. */
  public BackendOptions(int device, int threads) {
    this(device, threads, Precision.FP32);
  }

  /** Device 0 and one thread per processor. */
  public static BackendOptions defaults() {
    return new BackendOptions(0, Runtime.getRuntime().availableProcessors());
  }
}
