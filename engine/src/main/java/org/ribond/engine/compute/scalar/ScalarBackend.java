package org.ribond.engine.compute.scalar;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.ArithmeticPeak;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.HostFormula;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Shapes;
import org.ribond.engine.compute.WindowInput;

/**
 * The reference that every other backend is compared with: one loop nest for each formula of {@link
 * Backend}, on one thread, accumulating in double and rounding to float where it stores.
 *
 * <p>Every sum runs over its terms in ascending order. The three operations that score maps go
 * through a row of sums at a time, which changes no order but lets the compiler, from the first
 * milliseconds on, work on several columns at once: short jobs are done here before the kernels of
 * a faster backend are even compiled.
 */
public final class ScalarBackend implements Backend, ArithmeticPeak {
  /** Name by which users ask for it. */
  public static final String NAME = "scalar";

  private static final int PEAK_STEPS = 1 << 14;

  private final boolean rounding;

  /** Stores floats. */
  public ScalarBackend() {
    this(true);
  }

  private ScalarBackend(boolean rounding) {
    this.rounding = rounding;
  }

  /** A backend that stores doubles: for gradient checks by central differences. */
  public static ScalarBackend inDouble() {
    return new ScalarBackend(false);
  }

  static Device describe() {
    return new Device(
        0,
        System.getProperty("os.arch"),
        "Java " + Runtime.version(),
        1,
        Runtime.getRuntime().maxMemory(),
        "plain Java");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Device device() {
    return describe();
  }

  @Override
  public int preferredRows() {
    return 512;
  }

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.allocate(rows, columns);
    return new ScalarMatrix(rows, columns, new double[rows * columns]);
  }

  @Override
  public Ints allocateInts(int length) {
    return new ScalarInts(length);
  }

  @Override
  public void upload(float[] values, Matrix to) {
    Shapes.transfer("upload", values.length, to);
    double[] target = of(to).values;
    for (int i = 0; i < values.length; i++) {
      target[i] = values[i];
    }
  }

  @Override
  public void upload(int[] values, Ints to) {
    if (values.length != to.length()) {
      throw new IllegalArgumentException(
          "upload: array of " + values.length + " integers, list of " + to.length());
    }
    System.arraycopy(values, 0, of(to), 0, values.length);
  }

  @Override
  public void download(Matrix from, float[] values) {
    Shapes.transfer("download", values.length, from);
    double[] source = of(from).values;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) source[i];
    }
  }

  @Override
  public void fill(Matrix matrix, float value) {
    Arrays.fill(of(matrix).values, 0, matrix.rows() * matrix.columns(), value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    System.arraycopy(of(from).values, 0, of(to).values, 0, from.rows() * from.columns());
  }

  @Override
  public void synchronize() {
    // Every operation is done when it returns.
  }

  @Override
  public void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue) {
    Shapes.windowSum(inputs, weights, out, epilogue);
    int n = out.columns();
    double[] sums = new double[n];
    for (int i = 0; i < out.rows(); i++) {
      Arrays.fill(sums, 0);
      for (int input = 0; input < inputs.size(); input++) {
        WindowInput window = inputs.get(input);
        ScalarMatrix rows = of(weights.get(input));
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

  /** {@code sums += } the values from {@code first} on. */
  private static void addRow(double[] values, int first, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += values[first + j];
    }
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    for (int i = 0; i < dz.rows(); i++) {
      for (int slot = 0; slot <= 2 * input.halfWindow(); slot++) {
        int row = weightRow(input, i, slot);
        for (int j = 0; row >= 0 && j < dz.columns(); j++) {
          store(gradient, row, j, of(gradient).get(row, j) + of(dz).get(i, j));
        }
      }
    }
  }

  /** Weight row that sample {@code i} gathers at {@code slot} of its window, or -1 for none. */
  private static int weightRow(WindowInput input, int i, int slot) {
    int centre = of(input.positions())[input.first() + i];
    int letter = of(input.letters())[centre + slot - input.halfWindow()];
    return letter < 0 || letter >= input.alphabet() ? -1 : slot * input.alphabet() + letter;
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    int n = out.columns();
    double[] sums = new double[n];
    for (int i = 0; i < out.rows(); i++) {
      int residue = (int) ((first + i) / q.rows());
      int base = (int) ((first + i) % q.rows());
      System.arraycopy(of(p).values, residue * n, sums, 0, n);
      addRow(of(q).values, base * n, sums);
      storeRow(out, i, sums, epilogue);
    }
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      Matrix a,
      Matrix b,
      boolean accumulate,
      Matrix c,
      Epilogue epilogue) {
    Shapes.gemm(transposeA, transposeB, a, b, c, epilogue);
    int inner = transposeA ? a.rows() : a.columns();
    int n = c.columns();
    int step = transposeA ? a.columns() : 1;
    double[] left = of(a).values;
    double[] right = transposeB ? transposed(of(b)) : of(b).values;
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
        System.arraycopy(of(c).values, i * n, sums, 0, n);
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

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    Shapes.reversible(activation);
    int[] scratch = new int[4];
    for (int i = 0; i < output.rows(); i++) {
      for (int j = 0; j < output.columns(); j++) {
        double factor = dropout.isActive() ? dropout.factor(i, j, scratch) : 1;
        double activated = factor == 0 ? 0 : of(output).get(i, j) / factor;
        double derivative = factor == 0 ? 0 : factor * activation.derivative(activated);
        store(gradient, i, j, of(gradient).get(i, j) * derivative);
      }
    }
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    for (int j = 0; j < a.columns(); j++) {
      double sum = accumulate ? of(sums).get(0, j) : 0;
      for (int i = 0; i < a.rows(); i++) {
        sum += of(a).get(i, j);
      }
      store(sums, 0, j, sum);
    }
  }

  @Override
  public void softmaxCrossEntropy(
      Matrix logits,
      Ints labels,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.softmaxCrossEntropy(logits, labels, weights, first, gradient, loss);
    double[] y = new double[logits.columns()];
    double sum = 0;
    for (int i = 0; i < logits.rows(); i++) {
      double logNormaliser = softmaxRow(of(logits), i, y);
      int label = of(labels)[first + i];
      double weight = scale * of(weights).get(0, first + i);
      sum += weight * (logNormaliser - of(logits).get(i, label));
      for (int j = 0; j < y.length; j++) {
        store(gradient, i, j, weight * (y[j] - (j == label ? 1 : 0)));
      }
    }
    store(loss, 0, 0, of(loss).get(0, 0) + sum);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    double[] y = new double[logits.columns()];
    for (int i = 0; i < logits.rows(); i++) {
      softmaxRow(of(logits), i, y);
      for (int j = 0; j < y.length; j++) {
        store(probabilities, i, j, y[j]);
      }
    }
  }

  /** Writes the softmax of one row to {@code y} and returns the logarithm of its normaliser. */
  private static double softmaxRow(ScalarMatrix logits, int row, double[] y) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < y.length; j++) {
      max = Math.max(max, logits.get(row, j));
    }
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.exp(logits.get(row, j) - max);
      sum += y[j];
    }
    for (int j = 0; j < y.length; j++) {
      y[j] /= sum;
    }
    return max + Math.log(sum);
  }

  @Override
  public void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step) {
    Shapes.adam(weights, gradient, m, v);
    double decay = (double) step.learningRate() * step.decoupledDecay();
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < weights.columns(); j++) {
        double weight = of(weights).get(i, j);
        double g = of(gradient).get(i, j) + step.l2() * weight;
        double first = step.beta1() * of(m).get(i, j) + (1 - step.beta1()) * g;
        double second = step.beta2() * of(v).get(i, j) + (1 - step.beta2()) * g * g;
        double root = Math.sqrt(second * step.secondMomentCorrection()) + step.epsilon();
        store(m, i, j, first);
        store(v, i, j, second);
        store(weights, i, j, weight - step.correctedRate() * first / root - decay * weight);
      }
    }
  }

  /** Four chains in double, as the other operations sum. */
  @Override
  public long multiplyAdds(int rounds) {
    double x0 = 0;
    double x1 = 0;
    double x2 = 0;
    double x3 = 0;
    for (long step = (long) rounds * PEAK_STEPS; step > 0; step--) {
      x0 = x0 * 0.5 + 1;
      x1 = x1 * 0.5 + 1;
      x2 = x2 * 0.5 + 1;
      x3 = x3 * 0.5 + 1;
    }
    if (x0 + x1 + x2 + x3 != 8) {
      throw new ComputeException("a chain of multiply-adds missed its limit");
    }
    return 8L * rounds * PEAK_STEPS;
  }

  @Override
  public void onHost(List<Matrix> inputs, List<Matrix> results, HostFormula formula) {
    List<double[]> changed = results.stream().map(ScalarBackend::elements).toList();
    formula.apply(inputs.stream().map(ScalarBackend::elements).toList(), changed);
    for (int m = 0; m < changed.size(); m++) {
      double[] values = changed.get(m);
      double[] target = of(results.get(m)).values;
      for (int i = 0; i < values.length; i++) {
        target[i] = rounding ? (float) values[i] : values[i];
      }
    }
  }

  private static double[] elements(Matrix matrix) {
    return Arrays.copyOf(of(matrix).values, matrix.rows() * matrix.columns());
  }

  @Override
  public void close() {
    // Nothing to give back.
  }

  private void store(Matrix matrix, int row, int column, double value) {
    of(matrix).set(row, column, rounding ? (float) value : value);
  }

  /** Stores a row of sums, each after the epilogue; overwrites {@code sums}. */
  private void storeRow(Matrix matrix, int row, double[] sums, Epilogue epilogue) {
    if (epilogue.bias().isPresent()) {
      addRow(of(epilogue.bias().get()).values, 0, sums);
    }
    activate(epilogue.activation(), sums);
    Dropout dropout = epilogue.dropout();
    if (dropout.isActive()) {
      int[] scratch = new int[4];
      for (int j = 0; j < sums.length; j++) {
        sums[j] *= dropout.factor(row, j, scratch);
      }
    }
    double[] target = of(matrix).values;
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

  private static ScalarMatrix of(Matrix matrix) {
    if (matrix instanceof ScalarMatrix own) {
      return own;
    }
    throw new IllegalArgumentException("matrix belongs to another backend: " + matrix.getClass());
  }

  private static int[] of(Ints list) {
    if (list instanceof ScalarInts own) {
      return own.values;
    }
    throw new IllegalArgumentException("list belongs to another backend: " + list.getClass());
  }
}
