package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** The product of {@code rows x k} and {@code k x n}: most of what a network costs. */
final class MatrixProduct implements Workload {
  private static final double UNIT_ROUNDING = 0x1p-24;

  /** Elements of the result that are compared. */
  private static final int CHECKED = 512;

  private final String name;
  private final int k;
  private final int n;
  private final int mostRows;

  MatrixProduct(String name, int mostRows, int n, int k) {
    this.name = name;
    this.mostRows = mostRows;
    this.n = n;
    this.k = k;
  }

  @Override
  public Kind kind() {
    return Kind.GEMM;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe(int size) {
    return size + " x " + n + " x " + k;
  }

  @Override
  public Job prepare(Backend backend) {
    return new ProductJob(backend);
  }

  private final class ProductJob implements Job {
    private final Backend backend;
    private final float[] valuesOfA = Values.floats(mostRows * k, 1);
    private final float[] valuesOfB = Values.floats(k * n, 2);
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;

    ProductJob(Backend backend) {
      this.backend = backend;
      a = Values.matrix(backend, mostRows, k, valuesOfA);
      b = Values.matrix(backend, k, n, valuesOfB);
      c = backend.allocate(mostRows, n);
    }

    @Override
    public int least() {
      return Math.min(16, mostRows);
    }

    @Override
    public int most() {
      return mostRows;
    }

    @Override
    public void run(int size) {
      backend.gemm(false, false, a.leadingRows(size), b, false, c.leadingRows(size), Epilogue.NONE);
      backend.synchronize();
    }

    @Override
    public double amount() {
      return 2.0 * n * k;
    }

    @Override
    public double cost() {
      return amount();
    }

    /** Against sums in double, within the bound of a sum of k products: gamma(k) sum |a b|. */
    @Override
    public String check() {
      int rows = Math.min(48, mostRows);
      run(rows);
      float[] values = new float[rows * n];
      try (Matrix top = c.leadingRows(rows)) {
        backend.download(top, values);
      }
      double gamma = k * UNIT_ROUNDING / (1 - k * UNIT_ROUNDING);
      double worst = 0;
      for (int place : Values.ints(CHECKED, 0, values.length, 3)) {
        double sum = 0;
        double sumOfAbsolutes = 0;
        for (int p = 0; p < k; p++) {
          double product = (double) valuesOfA[place / n * k + p] * valuesOfB[p * n + place % n];
          sum += product;
          sumOfAbsolutes += Math.abs(product);
        }
        double share = Math.abs(values[place] - sum) / (gamma * sumOfAbsolutes);
        if (!(share <= 1)) {
          throw new WrongResultException(
              "element %d is %s, not %s".formatted(place, values[place], sum));
        }
        worst = Math.max(worst, share);
      }
      return "within %.2g of the rounding bound".formatted(worst);
    }

    @Override
    public void close() {
      c.close();
      b.close();
      a.close();
    }
  }
}
