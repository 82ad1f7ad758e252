package org.ribond.kernels;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.DeviceFailureException;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** A product small enough to take no time and large enough to cross tiles. */
public final class SelfTest {
  private static final int M = 70;
  private static final int N = 9;
  private static final int K = 21;
  private static final double TOLERANCE = 1e-2;

  private SelfTest() {}

  /**
   * Multiplies two small matrices of small integers on {@code backend}.
   *
   * @throws DeviceFailureException if the device computes a wrong element
   */
  public static void run(Backend backend) {
    float[] left = new float[M * K];
    float[] right = new float[K * N];
    for (int i = 0; i < left.length; i++) {
      left[i] = i * 7 % 5 - 2;
    }
    for (int i = 0; i < right.length; i++) {
      right[i] = i * 11 % 7 - 3;
    }
    float[] product = new float[M * N];
    try (Matrix a = backend.allocate(M, K);
        Matrix b = backend.allocate(K, N);
        Matrix c = backend.allocate(M, N)) {
      backend.upload(left, a);
      backend.upload(right, b);
      backend.gemm(false, false, a, b, false, c, Epilogue.NONE);
      backend.download(c, product);
    }
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        float expected = 0;
        for (int k = 0; k < K; k++) {
          expected += left[i * K + k] * right[k * N + j];
        }
        if (!(Math.abs(product[i * N + j] - expected) < TOLERANCE)) {
          throw new DeviceFailureException(
              "self-test of " + backend.device().name(),
              "product has " + product[i * N + j] + " where " + expected + " is right");
        }
      }
    }
  }
}
