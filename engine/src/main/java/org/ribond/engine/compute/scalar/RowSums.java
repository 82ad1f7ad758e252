package org.ribond.engine.compute.scalar;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * The three operations that score maps, a row of sums at a time, each sum over its terms in
 * ascending order. So the compiler works on several columns at once from the first milliseconds on.
 */
final class RowSums {
  private final boolean rounding;

  /** Rounds to float what it stores, if {@code rounding}. */
  RowSums(boolean rounding) {
    this.rounding = rounding;
  }

  /** See {@link org.ribond.engine.compute.Backend#windowSum}; shapes are checked. */
  void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, ScalarMatrix out, Epilogue epilogue) {
    int n = out.columns();
    double[] sums = new double[n];
    for (int i = 0; i < out.rows(); i++) {
      Arrays.fill(sums, 0);
      for (int input = 0; input < inputs.size(); input++) {
        WindowInput window = inputs.get(input);
        ScalarMatrix rows = ScalarMatrix.of(weights.get(input));
        for (int slot = 0; slot <= 2 * window.halfWindow(); slot++) {
          int row = weightRow(window, i, slot);
          if (row >= 0) {
            addRow(rows.values, row * n, sums);
          }
        }
      }
      storeRow(out, i, sums, epilogue);
    }
  }

  /** Weight row that sample {@code i} gathers at {@code slot} of its window, or -1 for none. */
  static int weightRow(WindowInput input, int i, int slot) {
    int centre = ScalarInts.of(input.positions())[input.first() + i];
    int letter = ScalarInts.of(input.letters())[centre + slot - input.halfWindow()];
    return letter < 0 || letter >= input.alphabet() ? -1 : slot * input.alphabet() + letter;
  }

  /** See {@link org.ribond.engine.compute.Backend#pairSum}; shapes are checked. */
  void pairSum(ScalarMatrix p, ScalarMatrix q, long first, ScalarMatrix out, Epilogue epilogue) {
    int n = out.columns();
    double[] sums = new double[n];
    for (int i = 0; i < out.rows(); i++) {
      int residue = (int) ((first + i) / q.rows());
      int base = (int) ((first + i) % q.rows());
      System.arraycopy(p.values, residue * n, sums, 0, n);
      addRow(q.values, base * n, sums);
      storeRow(out, i, sums, epilogue);
    }
  }

  /** See {@link org.ribond.engine.compute.Backend#gemm}; shapes are checked. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      ScalarMatrix a,
      ScalarMatrix b,
      boolean accumulate,
      ScalarMatrix c,
      Epilogue epilogue) {
    int inner = transposeA ? a.rows() : a.columns();
    int n = c.columns();
    int step = transposeA ? a.columns() : 1;
    double[] left = a.values;
    double[] right = transposeB ? transposed(b) : b.values;
    // Then a factor of 0 adds 0, which changes no sum that began at 0: most units of ReLU give 0.
    boolean skipsZeros = !accumulate && isFinite(right, inner * n);
    double[] factors = new double[inner];
    int[] firsts = new int[inner];
    double[] sums = new double[n];
    for (int i = 0; i < c.rows(); i++) {
      int first = transposeA ? i : i * inner;
      int terms = 0;
      for (int k = 0; k < inner; k++) {
        double factor = left[first + k * step];
        if (factor != 0 || !skipsZeros) {
          factors[terms] = factor;
          firsts[terms++] = k * n;
        }
      }
      if (accumulate) {
        System.arraycopy(c.values, i * n, sums, 0, n);
      } else {
        Arrays.fill(sums, 0);
      }
      addRows(factors, firsts, terms, right, sums);
      storeRow(c, i, sums, epilogue);
    }
  }

  private static boolean isFinite(double[] values, int count) {
    double zero = 0;
    for (int i = 0; i < count; i++) {
      zero += 0 * values[i];
    }
    return zero == 0;
  }

  /** Adds rows of {@code values}, by their first elements, each times its factor. */
  private static void addRows(
      double[] factors, int[] firsts, int terms, double[] values, double[] sums) {
    int t = 0;
    for (; t + 4 <= terms; t += 4) {
      addFourRows(factors, firsts, t, values, sums);
    }
    for (; t < terms; t++) {
      double x = factors[t];
      int first = firsts[t];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += x * values[first + j];
      }
    }
  }

  /** One after the other, but each sum is loaded and stored once. */
  private static void addFourRows(
      double[] factors, int[] firsts, int t, double[] values, double[] sums) {
    double x0 = factors[t];
    double x1 = factors[t + 1];
    double x2 = factors[t + 2];
    double x3 = factors[t + 3];
    int r0 = firsts[t];
    int r1 = firsts[t + 1];
    int r2 = firsts[t + 2];
    int r3 = firsts[t + 3];
    for (int j = 0; j < sums.length; j++) {
      sums[j] =
          sums[j]
              + x0 * values[r0 + j]
              + x1 * values[r1 + j]
              + x2 * values[r2 + j]
              + x3 * values[r3 + j];
    }
  }

  private static double[] transposed(ScalarMatrix matrix) {
    double[] columns = new double[matrix.rows() * matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        columns[j * matrix.rows() + i] = matrix.get(i, j);
      }
    }
    return columns;
  }

  /** {@code sums += } the values from {@code first} on. */
  private static void addRow(double[] values, int first, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += values[first + j];
    }
  }

  /** Stores a row of sums, each after the epilogue; overwrites {@code sums}. */
  private void storeRow(ScalarMatrix matrix, int row, double[] sums, Epilogue epilogue) {
    if (epilogue.bias().isPresent()) {
      addRow(ScalarMatrix.of(epilogue.bias().get()).values, 0, sums);
    }
    activate(epilogue.activation(), sums);
    Dropout dropout = epilogue.dropout();
    if (dropout.isActive()) {
      int[] scratch = new int[4];
      for (int j = 0; j < sums.length; j++) {
        sums[j] *= dropout.factor(row, j, scratch);
      }
    }
    double[] target = matrix.values;
    int first = row * sums.length;
    for (int j = 0; j < sums.length; j++) {
      target[first + j] = rounding ? (float) sums[j] : sums[j];
    }
  }

  private static void activate(Activation activation, double[] values) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> {
        for (int j = 0; j < values.length; j++) {
          values[j] = Math.max(values[j], 0);
        }
      }
      default -> {
        for (int j = 0; j < values.length; j++) {
          values[j] = activation.apply(values[j]);
        }
      }
    }
  }
}
