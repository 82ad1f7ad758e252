package org.ribond.engine.compute.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.ArithmeticPeak;
import org.ribond.engine.compute.Backend;
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
public final class VectorBackend implements Backend, ArithmeticPeak {
  /** Rows of a mini-batch whose activations stay in the caches on their way through a network. */
  private static final int PREFERRED_ROWS = 512;

  /** Elements that one thread takes at a time where every element is touched once. */
  private static final int BLOCK_ELEMENTS = 1 << 14;

  /** Elements that one thread copies at a time. */
  private static final int COPIED_ELEMENTS = 1 << 18;

  /** Samples or rows whose partial sums are taken together. */
  private static final int BLOCK_ROWS = 64;

  /** Columns that one thread sums at a time. */
  private static final int STRIP = 8 * Lanes.LINE;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Gemm gemm;
  private final WindowSums windowSums;

  /** Starts the threads: {@code threads} with the one that calls the operations. */
  VectorBackend(int threads) {
    workers = new Workers(threads);
    scratch = Stream.generate(Scratch::new).limit(threads).toArray(Scratch[]::new);
    gemm = new Gemm(workers, scratch);
    windowSums = new WindowSums(workers, scratch);
  }

  static Device describe() {
    return new Device(
        0,
        processor(),
        "Java " + Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        Lanes.BITS + "-bit vectors");
  }

  /** The processor's own name where the system tells it, otherwise its architecture. */
  private static String processor() {
    Path list = Path.of("/proc/cpuinfo");
    if (Files.isReadable(list)) {
      try (Stream<String> lines = Files.lines(list, StandardCharsets.UTF_8)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseGet(VectorBackend::architecture);
      } catch (IOException | UncheckedIOException e) {
        return architecture();
      }
    }
    return architecture();
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }

  @Override
  public String name() {
    return VectorBackendProvider.NAME;
  }

  @Override
  public Device device() {
    return describe();
  }

  @Override
  public int preferredRows() {
    return PREFERRED_ROWS;
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
    VectorMatrix target = VectorMatrix.of(to);
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
    VectorMatrix target = VectorMatrix.of(matrix);
    Arrays.fill(target.values(), 0, target.row(target.rows()), value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    VectorMatrix source = VectorMatrix.of(from);
    float[] values = source.values();
    float[] target = VectorMatrix.of(to).values();
    int end = source.row(source.rows());
    workers.run(
        blocks(end, COPIED_ELEMENTS),
        (block, worker) -> {
          int at = block * COPIED_ELEMENTS;
          System.arraycopy(values, at, target, at, Math.min(COPIED_ELEMENTS, end - at));
        });
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
        inputs, weights.stream().map(VectorMatrix::of).toList(), VectorMatrix.of(out), epilogue);
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    windowSums.gradient(input, VectorMatrix.of(dz), VectorMatrix.of(gradient));
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    VectorMatrix residues = VectorMatrix.of(p);
    VectorMatrix bases = VectorMatrix.of(q);
    VectorMatrix sums = VectorMatrix.of(out);
    int width = width(sums);
    workers.run(
        blocks(sums.rows(), BLOCK_ROWS),
        (block, worker) -> {
          int top = block * BLOCK_ROWS;
          int bottom = Math.min(top + BLOCK_ROWS, sums.rows());
          int residue = (int) ((first + top) / bases.rows());
          int base = (int) ((first + top) % bases.rows());
          for (int i = top; i < bottom; i++) {
            RowKernels.add(
                residues.values(),
                residues.row(residue),
                bases.values(),
                bases.row(base),
                sums.values(),
                sums.row(i),
                width);
            if (++base == bases.rows()) {
              base = 0;
              residue++;
            }
          }
          Epilogues.apply(epilogue, sums, top, bottom, 0, width, scratch[worker]);
        });
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
        VectorMatrix.of(c),
        epilogue);
  }

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    Shapes.reversible(activation);
    VectorMatrix a = VectorMatrix.of(output);
    VectorMatrix g = VectorMatrix.of(gradient);
    int rows = Math.max(BLOCK_ELEMENTS / Math.max(a.stride(), 1), 1);
    workers.run(
        blocks(a.rows(), rows),
        (block, worker) -> {
          int bottom = Math.min((block + 1) * rows, a.rows());
          for (int i = block * rows; i < bottom; i++) {
            Epilogues.gradient(activation, dropout, i, a, g, scratch[worker]);
          }
        });
  }

  @Override
  public void slopeGradient(Activation activation, Dropout dropout, Matrix z, Matrix gradient) {
    if (activation.isReversible()) {
      Backend.super.slopeGradient(activation, dropout, z, gradient);
      return;
    }
    Shapes.same("slopeGradient", "z", z, "gradient", gradient);
    VectorMatrix inputs = VectorMatrix.of(z);
    VectorMatrix g = VectorMatrix.of(gradient);
    int rows = Math.max(BLOCK_ELEMENTS / Math.max(inputs.stride(), 1), 1);
    workers.run(
        blocks(inputs.rows(), rows),
        (block, worker) -> {
          int bottom = Math.min((block + 1) * rows, inputs.rows());
          for (int i = block * rows; i < bottom; i++) {
            Epilogues.slopeGradient(activation, dropout, i, inputs, g, scratch[worker]);
          }
        });
  }

  @Override
  public void add(Matrix from, Matrix to) {
    Shapes.same("add", "from", from, "to", to);
    float[] source = VectorMatrix.of(from).values();
    float[] target = VectorMatrix.of(to).values();
    elements(to, (first, end) -> ElementKernels.add(source, target, first, end));
  }

  @Override
  public void multiply(Matrix a, Matrix b, boolean accumulate, Matrix out) {
    Shapes.same("multiply", "a", a, "b", b);
    Shapes.same("multiply", "a", a, "out", out);
    float[] left = VectorMatrix.of(a).values();
    float[] right = VectorMatrix.of(b).values();
    float[] product = VectorMatrix.of(out).values();
    if (accumulate) {
      elements(out, (from, to) -> ElementKernels.multiplyAdd(left, right, product, from, to));
    } else {
      elements(out, (from, to) -> ElementKernels.multiply(left, right, product, from, to));
    }
  }

  @Override
  public void scale(Matrix matrix, float factor) {
    float[] values = VectorMatrix.of(matrix).values();
    elements(matrix, (from, to) -> ElementKernels.scale(factor, values, from, to));
  }

  @Override
  public void gaussian(Matrix x, Matrix centres, Matrix widths, Matrix out) {
    Shapes.gaussian("gaussian", x, centres, widths, out);
    VectorMatrix inputs = VectorMatrix.of(x);
    float[] c = VectorMatrix.of(centres).values();
    float[] b = VectorMatrix.of(widths).values();
    float[] result = VectorMatrix.of(out).values();
    workers.run(
        blocks(inputs.rows(), BLOCK_ROWS),
        (block, worker) -> {
          int bottom = Math.min((block + 1) * BLOCK_ROWS, inputs.rows());
          for (int i = block * BLOCK_ROWS; i < bottom; i++) {
            ElementKernels.gaussian(inputs.values(), c, b, result, inputs.row(i), width(inputs));
          }
        });
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
    VectorMatrix inputs = VectorMatrix.of(x);
    float[] c = VectorMatrix.of(centres).values();
    float[] b = VectorMatrix.of(widths).values();
    float[] outputs = VectorMatrix.of(out).values();
    float[] g = VectorMatrix.of(gradient).values();
    float[] gc = VectorMatrix.of(centresGradient).values();
    float[] gb = VectorMatrix.of(widthsGradient).values();
    int width = width(inputs);
    workers.run(
        blocks(width, STRIP),
        (strip, worker) -> {
          int from = strip * STRIP;
          int to = Math.min(from + STRIP, width);
          ElementKernels.gaussianGradient(inputs, c, b, outputs, g, gc, gb, from, to);
        });
  }

  /** Works on a range of elements. */
  private interface ElementTask {
    void run(int from, int to);
  }

  /** Cuts the elements of {@code matrix}, padding included, into blocks. */
  private void elements(Matrix matrix, ElementTask task) {
    int end = VectorMatrix.of(matrix).row(matrix.rows());
    workers.run(
        blocks(end, BLOCK_ELEMENTS),
        (block, worker) -> {
          int from = block * BLOCK_ELEMENTS;
          task.run(from, Math.min(from + BLOCK_ELEMENTS, end));
        });
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    VectorMatrix source = VectorMatrix.of(a);
    float[] target = VectorMatrix.of(sums).values();
    int width = width(source);
    workers.run(
        blocks(width, STRIP),
        (strip, worker) -> {
          int from = strip * STRIP;
          int to = Math.min(from + STRIP, width);
          RowKernels.columnSums(source, from, to, accumulate, target);
        });
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
    VectorMatrix z = VectorMatrix.of(logits);
    VectorMatrix dz = VectorMatrix.of(gradient);
    int[] classes = VectorInts.of(labels);
    float[] factors = VectorMatrix.of(weights).values();
    double[] losses = new double[blocks(z.rows(), BLOCK_ROWS)];
    workers.run(
        losses.length,
        (block, worker) -> {
          double[] y = new double[z.columns()];
          int bottom = Math.min((block + 1) * BLOCK_ROWS, z.rows());
          for (int i = block * BLOCK_ROWS; i < bottom; i++) {
            double factor = (double) scale * factors[first + i];
            losses[block] +=
                SoftmaxKernels.crossEntropy(
                    z.values(), z.row(i), y.length, classes[first + i], factor, dz.values(), y);
          }
        });
    double sum = 0;
    for (double part : losses) {
      sum += part;
    }
    VectorMatrix.of(loss).values()[0] += (float) sum;
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    VectorMatrix z = VectorMatrix.of(logits);
    VectorMatrix result = VectorMatrix.of(probabilities);
    workers.run(
        blocks(z.rows(), BLOCK_ROWS),
        (block, worker) -> {
          double[] y = new double[z.columns()];
          int bottom = Math.min((block + 1) * BLOCK_ROWS, z.rows());
          for (int i = block * BLOCK_ROWS; i < bottom; i++) {
            SoftmaxKernels.softmax(z.values(), z.row(i), y.length, y);
            for (int j = 0; j < y.length; j++) {
              result.values()[result.row(i) + j] = (float) y[j];
            }
          }
        });
  }

  @Override
  public void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step) {
    Shapes.adam(weights, gradient, m, v);
    VectorMatrix target = VectorMatrix.of(weights);
    float[] w = target.values();
    float[] g = VectorMatrix.of(gradient).values();
    float[] first = VectorMatrix.of(m).values();
    float[] second = VectorMatrix.of(v).values();
    int end = target.row(target.rows());
    workers.run(
        blocks(end, BLOCK_ELEMENTS),
        (block, worker) -> {
          int from = block * BLOCK_ELEMENTS;
          RowKernels.adam(w, g, first, second, from, Math.min(from + BLOCK_ELEMENTS, end), step);
        });
  }

  @Override
  public void submatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("submatrix", from, rows, columns, to);
    VectorMatrix whole = VectorMatrix.of(from);
    VectorMatrix part = VectorMatrix.of(to);
    workers.run(
        blocks(rows.length, BLOCK_ROWS),
        (block, worker) -> {
          int end = Math.min((block + 1) * BLOCK_ROWS, rows.length);
          for (int i = block * BLOCK_ROWS; i < end; i++) {
            int at = whole.row(rows[i]);
            RowKernels.take(whole.values(), at, columns, factor, part.values(), part.row(i));
          }
        });
  }

  @Override
  public void addSubmatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("addSubmatrix", to, rows, columns, from);
    VectorMatrix part = VectorMatrix.of(from);
    VectorMatrix whole = VectorMatrix.of(to);
    workers.run(
        blocks(rows.length, BLOCK_ROWS),
        (block, worker) -> {
          int end = Math.min((block + 1) * BLOCK_ROWS, rows.length);
          for (int i = block * BLOCK_ROWS; i < end; i++) {
            int at = whole.row(rows[i]);
            RowKernels.put(part.values(), part.row(i), columns, factor, whole.values(), at);
          }
        });
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
  public void momentum(Matrix weights, Matrix gradient, Matrix velocity, MomentumStep step) {
    Shapes.same("momentum", "weights", weights, "gradient", gradient);
    Shapes.same("momentum", "weights", weights, "velocity", velocity);
    float[] w = VectorMatrix.of(weights).values();
    float[] g = VectorMatrix.of(gradient).values();
    float[] v = VectorMatrix.of(velocity).values();
    elements(weights, (from, to) -> ElementKernels.momentum(w, g, v, from, to, step));
  }

  @Override
  public void close() {
    workers.close();
  }

  /** Columns with their padding up to a whole cache line. */
  private static int width(VectorMatrix matrix) {
    return Lanes.roundUp(matrix.columns(), Lanes.LINE);
  }

  private static int blocks(int count, int size) {
    return (count + size - 1) / size;
  }
}
