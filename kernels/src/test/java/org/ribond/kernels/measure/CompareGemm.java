package org.ribond.kernels.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * Times the matrix products of the paper's layers on two backends by turns, so that both see the
 * same machine, and prints a line for each: name, GFLOP/s of either and the ratio, medians of
 * {@code ROUNDS}.
 */
public final class CompareGemm {
  private static final int ROUNDS = 9;
  private static final int ROWS = 1024;
  private static final double LEAST_SECONDS = 0.15;

  private CompareGemm() {}

  /** Arguments: the two backends' names. */
  public static void main(String[] names) {
    Consumer<String> messages = System.err::println;
    try (Backend first = Backends.open(names[0], BackendOptions.defaults(), messages);
        Backend second = Backends.open(names[1], BackendOptions.defaults(), messages)) {
      System.out.printf("product\t%s\t%s\tratio%n", names[0], names[1]);
      for (int window : new int[] {15, 31}) {
        int left = 30 * window + 1;
        int right = 60 * window + 1;
        compare("forward w" + window, first, second, false, false, ROWS, right, left);
        compare("input w" + window, first, second, false, true, ROWS, left, right);
        compare("weights w" + window, first, second, true, false, left, right, ROWS);
      }
    }
  }

  private static void compare(
      String name, Backend first, Backend second, boolean ta, boolean tb, int m, int n, int k) {
    try (Operands one = new Operands(first, ta, tb, m, n, k);
        Operands two = new Operands(second, ta, tb, m, n, k)) {
      one.warmUp();
      two.warmUp();
      double[] rates1 = new double[ROUNDS];
      double[] rates2 = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        rates1[round] = one.gflops();
        rates2[round] = two.gflops();
        ratios[round] = rates2[round] / rates1[round];
      }
      System.out.printf(
          Locale.ROOT,
          "%s %dx%dx%d\t%.1f\t%.1f\t%.2f%n",
          name,
          m,
          n,
          k,
          median(rates1),
          median(rates2),
          median(ratios));
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** One product's matrices on one backend. */
  private static final class Operands implements AutoCloseable {
    private final Backend backend;
    private final boolean ta;
    private final boolean tb;
    private final double operations;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;

    Operands(Backend backend, boolean ta, boolean tb, int m, int n, int k) {
      this.backend = backend;
      this.ta = ta;
      this.tb = tb;
      operations = 2.0 * m * n * k;
      a = random(backend, ta ? k : m, ta ? m : k);
      b = random(backend, tb ? n : k, tb ? k : n);
      c = backend.allocate(m, n);
    }

    private static Matrix random(Backend backend, int rows, int columns) {
      SplittableRandom random = new SplittableRandom(1);
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      Matrix matrix = backend.allocate(rows, columns);
      backend.upload(values, matrix);
      return matrix;
    }

    void warmUp() {
      for (int i = 0; i < 3; i++) {
        gflops();
      }
    }

    double gflops() {
      backend.synchronize();
      long begin = System.nanoTime();
      int count = 0;
      double seconds;
      do {
        backend.gemm(ta, tb, a, b, false, c, Epilogue.NONE);
        backend.synchronize();
        count++;
        seconds = (System.nanoTime() - begin) * 1e-9;
      } while (seconds < LEAST_SECONDS);
      return operations * count / seconds * 1e-9;
    }

    @Override
    public void close() {
      a.close();
      b.close();
      c.close();
    }
  }
}
