package org.ribond.kernels;

/** A way of carrying out matrix products on a device. */
interface Gemm {
  /** Queues the product. */
  void multiply(Product product);
}
