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
 * <p>Every sum runs over its terms in ascending order. {@link RowSums} is written so that short
 * jobs are done here before the kernels of a faster backend are even compiled.
 */
public final class ScalarBackend implements Backend, ArithmeticPeak {
  /** Name by which users ask for it. */
  public static final String NAME = "scalar";

  private static final int PEAK_STEPS = 1 << 14;

  private final boolean rounding;
  private final RowSums rowSums;

  /** Stores floats. */
  public ScalarBackend() {
    this(true);
  }

  private ScalarBackend(boolean rounding) {
    this.rounding = rounding;
    rowSums = new RowSums(rounding);
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
    double[] target = ScalarMatrix.of(to).values;
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
    System.arraycopy(values, 0, ScalarInts.of(to), 0, values.length);
  }

  @Override
  public void download(Matrix from, float[] values) {
    Shapes.transfer("download", values.length, from);
    double[] source = ScalarMatrix.of(from).values;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) source[i];
    }
  }

  @Override
  public void fill(Matrix matrix, float value) {
    Arrays.fill(ScalarMatrix.of(matrix).values, 0, matrix.rows() * matrix.columns(), value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    double[] source = ScalarMatrix.of(from).values;
    System.arraycopy(source, 0, ScalarMatrix.of(to).values, 0, from.rows() * from.columns());
  }

  @Override
  public void synchronize() {
    // Every operation is done when it returns.
  }

  @Override
  public void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue) {
    Shapes.windowSum(inputs, weights, out, epilogue);
    rowSums.windowSum(inputs, weights, ScalarMatrix.of(out), epilogue);
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    ScalarMatrix values = ScalarMatrix.of(dz);
    ScalarMatrix target = ScalarMatrix.of(gradient);
    for (int i = 0; i < dz.rows(); i++) {
      for (int slot = 0; slot <= 2 * input.halfWindow(); slot++) {
        int row = RowSums.weightRow(input, i, slot);
        for (int j = 0; row >= 0 && j < dz.columns(); j++) {
          store(target, row, j, target.get(row, j) + values.get(i, j));
        }
      }
    }
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    rowSums.pairSum(ScalarMatrix.of(p), ScalarMatrix.of(q), first, ScalarMatrix.of(out), epilogue);
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
    rowSums.gemm(
        transposeA,
        transposeB,
        ScalarMatrix.of(a),
        ScalarMatrix.of(b),
        accumulate,
        ScalarMatrix.of(c),
        epilogue);
  }

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    Shapes.reversible(activation);
    ScalarMatrix a = ScalarMatrix.of(output);
    ScalarMatrix g = ScalarMatrix.of(gradient);
    int[] scratch = new int[4];
    for (int i = 0; i < output.rows(); i++) {
      for (int j = 0; j < output.columns(); j++) {
        double factor = dropout.isActive() ? dropout.factor(i, j, scratch) : 1;
        double activated = factor == 0 ? 0 : a.get(i, j) / factor;
        double derivative = factor == 0 ? 0 : factor * activation.derivative(activated);
        store(g, i, j, g.get(i, j) * derivative);
      }
    }
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    ScalarMatrix values = ScalarMatrix.of(a);
    ScalarMatrix result = ScalarMatrix.of(sums);
    for (int j = 0; j < a.columns(); j++) {
      double sum = accumulate ? result.get(0, j) : 0;
      for (int i = 0; i < a.rows(); i++) {
        sum += values.get(i, j);
      }
      store(result, 0, j, sum);
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
    ScalarMatrix z = ScalarMatrix.of(logits);
    ScalarMatrix dz = ScalarMatrix.of(gradient);
    ScalarMatrix total = ScalarMatrix.of(loss);
    double[] factors = ScalarMatrix.of(weights).values;
    int[] classes = ScalarInts.of(labels);
    double[] y = new double[logits.columns()];
    double sum = 0;
    for (int i = 0; i < logits.rows(); i++) {
      double logNormaliser = softmaxRow(z, i, y);
      int label = classes[first + i];
      double weight = scale * factors[first + i];
      sum += weight * (logNormaliser - z.get(i, label));
      for (int j = 0; j < y.length; j++) {
        store(dz, i, j, weight * (y[j] - (j == label ? 1 : 0)));
      }
    }
    store(total, 0, 0, total.get(0, 0) + sum);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    ScalarMatrix z = ScalarMatrix.of(logits);
    ScalarMatrix result = ScalarMatrix.of(probabilities);
    double[] y = new double[logits.columns()];
    for (int i = 0; i < logits.rows(); i++) {
      softmaxRow(z, i, y);
      for (int j = 0; j < y.length; j++) {
        store(result, i, j, y[j]);
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
    ScalarMatrix target = ScalarMatrix.of(weights);
    ScalarMatrix slope = ScalarMatrix.of(gradient);
    ScalarMatrix mean = ScalarMatrix.of(m);
    ScalarMatrix square = ScalarMatrix.of(v);
    double decay = (double) step.learningRate() * step.decoupledDecay();
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < weights.columns(); j++) {
        double weight = target.get(i, j);
        double g = slope.get(i, j) + step.l2() * weight;
        double first = step.beta1() * mean.get(i, j) + (1 - step.beta1()) * g;
        double second = step.beta2() * square.get(i, j) + (1 - step.beta2()) * g * g;
        double root = Math.sqrt(second * step.secondMomentCorrection()) + step.epsilon();
        store(mean, i, j, first);
        store(square, i, j, second);
        store(target, i, j, weight - step.correctedRate() * first / root - decay * weight);
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
      double[] target = ScalarMatrix.of(results.get(m)).values;
      for (int i = 0; i < values.length; i++) {
        target[i] = rounding ? (float) values[i] : values[i];
      }
    }
  }

  private static double[] elements(Matrix matrix) {
    return Arrays.copyOf(ScalarMatrix.of(matrix).values, matrix.rows() * matrix.columns());
  }

  @Override
  public void close() {
    // Nothing to give back.
  }

  private void store(ScalarMatrix matrix, int row, int column, double value) {
    matrix.set(row, column, rounding ? (float) value : value);
  }
}
