package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/**
 * A checked, non-empty matrix product {@code c = epilogue([c +] op(a) op(b))}.
 *
 * @param m rows of c
 * @param n columns of c
 * @param k inner dimension
 */
record Product(
    boolean transposeA,
    boolean transposeB,
    GpuMatrix a,
    GpuMatrix b,
    boolean accumulate,
    GpuMatrix c,
    Epilogue epilogue,
    int m,
    int n,
    int k) {

  static Product of(
      boolean transposeA,
      boolean transposeB,
      GpuMatrix a,
      GpuMatrix b,
      boolean accumulate,
      GpuMatrix c,
      Epilogue epilogue) {
    int k = transposeA ? a.rows() : a.columns();
    return new Product(
        transposeA, transposeB, a, b, accumulate, c, epilogue, c.rows(), c.columns(), k);
  }

  /** {@code nn}, {@code nt}, {@code tn} or {@code tt}: the ending of kernel names. */
  String transposes() {
    return (transposeA ? "t" : "n") + (transposeB ? "t" : "n");
  }
}
