package org.ribond.engine.metric;

import java.util.stream.IntStream;

/**
 * Solves {@code A x = b} for a symmetric positive definite {@code A} by {@code A = L L^T}. Blocks
 * of columns, the rows behind a block on any number of threads; every sum has a fixed order, so
 * that the result does not depend on their number. About {@code n^3 / 3} multiplications.
 */
public final class Cholesky {
  private static final int BLOCK = 48;

  /** Fewer rows than this are not worth other threads. */
  private static final int FEW_ROWS = 128;

  private final int n;
  private final double[] lower;

  private Cholesky(int n, double[] lower) {
    this.n = n;
    this.lower = lower;
  }

  /**
   * Factorises in place.
   *
   * @param n rows and columns
   * @param a n x n, row-major, of which the lower triangle is read and overwritten
   * @throws ArithmeticException if {@code a} is not positive definite
   * @throws IllegalArgumentException if {@code a} has another size
   */
  public static Cholesky of(int n, double[] a) {
    if (a.length != n * n) {
      throw new IllegalArgumentException(
          a.length + " elements are no " + n + " x " + n + " matrix");
    }
    double[] panel = new double[BLOCK * n];
    for (int first = 0; first < n; first += BLOCK) {
      int end = Math.min(n, first + BLOCK);
      diagonalBlock(n, a, first, end);
      int from = first;
      rowsFrom(end, n)
          .forEach(
              i -> {
                solveRow(n, a, i, from, end);
                for (int k = from; k < end; k++) {
                  panel[(k - from) * n + i] = a[i * n + k];
                }
              });
      rowsFrom(end, n).forEach(i -> updateRow(n, a, i, from, end, panel));
    }
    return new Cholesky(n, a);
  }

  private static IntStream rowsFrom(int first, int n) {
    IntStream rows = IntStream.range(first, n);
    return n - first < FEW_ROWS ? rows : rows.parallel();
  }

  /** Factorises the block of columns {@code first} to {@code end - 1} itself. */
  private static void diagonalBlock(int n, double[] a, int first, int end) {
    for (int i = first; i < end; i++) {
      for (int j = first; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = first; k < j; k++) {
          sum -= a[i * n + k] * a[j * n + k];
        }
        if (i > j) {
          a[i * n + j] = sum / a[j * n + j];
        } else if (sum > 0) {
          a[i * n + i] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("the matrix is not positive definite: pivot " + sum);
        }
      }
    }
  }

  /** Divides row {@code i}, below the block, by the block's triangle. */
  private static void solveRow(int n, double[] a, int i, int first, int end) {
    for (int j = first; j < end; j++) {
      double sum = a[i * n + j];
      for (int k = first; k < j; k++) {
        sum -= a[i * n + k] * a[j * n + k];
      }
      a[i * n + j] = sum / a[j * n + j];
    }
  }

  /** Takes the products with the block from what lies behind it in row {@code i}. */
  private static void updateRow(int n, double[] a, int i, int first, int end, double[] panel) {
    int row = i * n;
    int k = first;
    // Four columns at a time, so that a row is read and written once for each four.
    for (; k + 3 < end; k += 4) {
      double factor0 = a[row + k];
      double factor1 = a[row + k + 1];
      double factor2 = a[row + k + 2];
      double factor3 = a[row + k + 3];
      int column0 = (k - first) * n;
      int column1 = column0 + n;
      int column2 = column1 + n;
      int column3 = column2 + n;
      for (int j = end; j <= i; j++) {
        a[row + j] -=
            factor0 * panel[column0 + j]
                + factor1 * panel[column1 + j]
                + factor2 * panel[column2 + j]
                + factor3 * panel[column3 + j];
      }
    }
    for (; k < end; k++) {
      double factor = a[row + k];
      int column = (k - first) * n;
      for (int j = end; j <= i; j++) {
        a[row + j] -= factor * panel[column + j];
      }
    }
  }

  /** Solves for the right-hand side {@code b}, n long, which becomes the solution. */
  public void solve(double[] b) {
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i * n + k] * b[k];
      }
      b[i] = sum / lower[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      b[i] /= lower[i * n + i];
      for (int k = 0; k < i; k++) {
        b[k] -= lower[i * n + k] * b[i];
      }
    }
  }
}
