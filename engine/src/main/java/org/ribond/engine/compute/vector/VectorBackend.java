package org.ribond.engine.compute.vector;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.ArithmeticPeak;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.MomentumStep;
import org.ribond.engine.compute.Shapes;
import org.ribond.engine.compute.WindowInput;

/**
 * The processor with its vector units and all its cores. Every operation is done when it returns.
 *
 * <p>Work is cut into blocks whose bounds depend on the shapes alone and which write apart, or
 * whose partial sums are added in order afterwards: the bits of a result depend neither on the
 * number of threads nor on the width of the vectors.
 */
public final class VectorBackend extends VectorMaps implements ArithmeticPeak {
  /**
   * Rows of a mini-batch that go through a network together: few, so that activations stay in the
   * caches, but enough for the weights that are copied into panels each time.
   */
  private static final int PREFERRED_ROWS = 1024;

  private final WindowSums windowSums;
  private final PairSums pairSums;
  private final ElementOperations elements;

  /** Starts the threads: {@code threads} with the one that calls the operations. */
  VectorBackend(int threads) {
    super(threads);
    windowSums = new WindowSums(workers, scratch);
    pairSums = new PairSums(workers, scratch);
    elements = new ElementOperations(workers, scratch);
  }

  @Override
  public String name() {
    return VectorBackendProvider.NAME;
  }

  @Override
  public Device device() {
    return Processor.describe();
  }

  @Override
  public int preferredRows() {
    return PREFERRED_ROWS;
  }

  @Override
  public boolean leavesOutZeros(int columns) {
    return SparseGemm.mostDensity(columns) > 0.6;
  }

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.allocate(rows, columns);
    return VectorMatrix.allocate(rows, columns);
  }

  @Override
  public Ints allocateInts(int length) {
    return new VectorInts(length);
  }

  @Override
  public void upload(float[] values, Matrix to) {
    Shapes.transfer("upload", values.length, to);
    VectorMatrix target = VectorMatrix.target(to);
    for (int i = 0; i < to.rows(); i++) {
      System.arraycopy(values, i * to.columns(), target.values(), target.row(i), to.columns());
    }
  }

  @Override
  public void upload(int[] values, Ints to) {
    if (values.length != to.length()) {
      throw new IllegalArgumentException(
          "upload: array of " + values.length + " integers, list of " + to.length());
    }
    System.arraycopy(values, 0, VectorInts.of(to), 0, values.length);
  }

  @Override
  public void download(Matrix from, float[] values) {
    Shapes.transfer("download", values.length, from);
    VectorMatrix source = VectorMatrix.of(from);
    for (int i = 0; i < from.rows(); i++) {
      System.arraycopy(source.values(), source.row(i), values, i * from.columns(), from.columns());
    }
  }

  @Override
  public void fill(Matrix matrix, float value) {
    VectorMatrix target = VectorMatrix.target(matrix);
    Arrays.fill(target.values(), 0, target.row(target.rows()), value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    elements.copy(VectorMatrix.of(from), VectorMatrix.target(to));
  }

  @Override
  public void freeze(Matrix matrix) {
    VectorMatrix.of(matrix).freeze();
  }

  @Override
  public void synchronize() {
    // Every operation is done when it returns.
  }

  @Override
  public void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue) {
    Shapes.windowSum(inputs, weights, out, epilogue);
    windowSums.sum(
        inputs,
        weights.stream().map(VectorMatrix::of).toList(),
        VectorMatrix.target(out),
        epilogue);
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    windowSums.gradient(input, VectorMatrix.of(dz), VectorMatrix.target(gradient));
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    pairSums.sum(VectorMatrix.of(p), VectorMatrix.of(q), first, VectorMatrix.target(out), epilogue);
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
    gemm.multiply(
        transposeA,
        transposeB,
        VectorMatrix.of(a),
        VectorMatrix.of(b),
        accumulate,
        VectorMatrix.target(c),
        epilogue);
  }

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    Shapes.reversible(activation);
    elements.activationGradient(
        activation, dropout, VectorMatrix.of(output), VectorMatrix.target(gradient));
  }

  @Override
  public void slopeGradient(Activation activation, Dropout dropout, Matrix z, Matrix gradient) {
    if (activation.isReversible()) {
      super.slopeGradient(activation, dropout, z, gradient);
      return;
    }
    Shapes.same("slopeGradient", "z", z, "gradient", gradient);
    elements.slopeGradient(activation, dropout, VectorMatrix.of(z), VectorMatrix.target(gradient));
  }

  @Override
  public void add(Matrix from, Matrix to) {
    Shapes.same("add", "from", from, "to", to);
    elements.add(VectorMatrix.of(from), VectorMatrix.target(to));
  }

  @Override
  public void multiply(Matrix a, Matrix b, boolean accumulate, Matrix out) {
    Shapes.same("multiply", "a", a, "b", b);
    Shapes.same("multiply", "a", a, "out", out);
    elements.multiply(VectorMatrix.of(a), VectorMatrix.of(b), accumulate, VectorMatrix.target(out));
  }

  @Override
  public void scale(Matrix matrix, float factor) {
    elements.scale(VectorMatrix.target(matrix), factor);
  }

  @Override
  public void copyColumns(
      Matrix from, int fromColumn, Matrix to, int toColumn, int count, boolean accumulate) {
    Shapes.columns("copyColumns", from, fromColumn, to, toColumn, count);
    elements.copyColumns(
        VectorMatrix.of(from), fromColumn, VectorMatrix.target(to), toColumn, count, accumulate);
  }

  @Override
  public void reshape(Matrix from, Matrix to, boolean accumulate) {
    Shapes.reshape(from, to);
    elements.reshape(VectorMatrix.of(from), VectorMatrix.target(to), accumulate);
  }

  @Override
  public void gaussian(Matrix x, Matrix centres, Matrix widths, Matrix out) {
    Shapes.gaussian("gaussian", x, centres, widths, out);
    elements.gaussian(
        VectorMatrix.of(x),
        VectorMatrix.of(centres),
        VectorMatrix.of(widths),
        VectorMatrix.target(out));
  }

  @Override
  public void gaussianGradient(
      Matrix x,
      Matrix centres,
      Matrix widths,
      Matrix out,
      Matrix gradient,
      Matrix centresGradient,
      Matrix widthsGradient) {
    Shapes.gaussian("gaussianGradient", x, centres, widths, out);
    Shapes.gaussian("gaussianGradient", x, centresGradient, widthsGradient, gradient);
    rows.gaussianGradient(
        VectorMatrix.of(x),
        VectorMatrix.of(centres),
        VectorMatrix.of(widths),
        VectorMatrix.of(out),
        VectorMatrix.target(gradient),
        VectorMatrix.target(centresGradient),
        VectorMatrix.target(widthsGradient));
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    rows.columnSums(VectorMatrix.of(a), accumulate, VectorMatrix.target(sums));
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
    rows.softmaxCrossEntropy(
        VectorMatrix.of(logits),
        VectorInts.of(labels),
        VectorMatrix.of(weights),
        first,
        scale,
        VectorMatrix.target(gradient),
        VectorMatrix.target(loss));
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    rows.softmax(VectorMatrix.of(logits), VectorMatrix.target(probabilities));
  }

  @Override
  public void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step) {
    Shapes.adam(weights, gradient, m, v);
    elements.adam(
        VectorMatrix.target(weights),
        VectorMatrix.of(gradient),
        VectorMatrix.target(m),
        VectorMatrix.target(v),
        step);
  }

  @Override
  public void momentum(Matrix weights, Matrix gradient, Matrix velocity, MomentumStep step) {
    Shapes.same("momentum", "weights", weights, "gradient", gradient);
    Shapes.same("momentum", "weights", weights, "velocity", velocity);
    elements.momentum(
        VectorMatrix.target(weights),
        VectorMatrix.of(gradient),
        VectorMatrix.target(velocity),
        step);
  }

  @Override
  public void submatrix(Matrix from, int[] someRows, int[] someColumns, float factor, Matrix to) {
    Shapes.submatrix("submatrix", from, someRows, someColumns, to);
    elements.submatrix(
        VectorMatrix.of(from), someRows, someColumns, factor, VectorMatrix.target(to));
  }

  @Override
  public void addSubmatrix(
      Matrix from, int[] someRows, int[] someColumns, float factor, Matrix to) {
    Shapes.submatrix("addSubmatrix", to, someRows, someColumns, from);
    elements.addSubmatrix(
        VectorMatrix.of(from), someRows, someColumns, factor, VectorMatrix.target(to));
  }

  @Override
  public long multiplyAdds(int rounds) {
    int all = Math.multiplyExact(rounds, workers.threads());
    workers.run(
        all,
        (block, worker) -> {
          if (!PeakLoop.round()) {
            throw new ComputeException("a chain of multiply-adds missed its limit");
          }
        });
    return all * PeakLoop.flops();
  }

  @Override
  public void close() {
    workers.close();
  }
}
