package org.ribond.engine.compute;

import java.util.function.Consumer;

/**
 * How a backend is started.
 *
 * @param device number of the device, from 0
 * @param threads threads of a CPU backend, at least 1
 * @param precision of matrix products
 * @param notes hears what is no error but should be known, also while the backend runs
 */
public record BackendOptions(int device, int threads, Precision precision, Consumer<String> notes) {
  public BackendOptions {
    if (device < 0) {
      throw new IllegalArgumentException("device " + device + " is negative");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is not at least 1");
    }
  }

  /** With nobody to hear notes. */
  public BackendOptions(int device, int threads, Precision precision) {
    this(device, threads, precision, note -> {});
  }

  /** With matrix products in fp32. */
  public BackendOptions(int device, int threads) {
    this(device, threads, Precision.FP32);
  }

  /** The same with somebody to hear notes. */
  public BackendOptions withNotes(Consumer<String> listener) {
    return new BackendOptions(device, threads, precision, listener);
  }

  /** Device 0 and one thread per processor. */
  public static BackendOptions defaults() {
    return new BackendOptions(0, Runtime.getRuntime().availableProcessors());
  }
}
