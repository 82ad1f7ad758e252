package org.ribond.kernels;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Attention;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.MomentumStep;
import org.ribond.engine.compute.Shapes;
import org.ribond.engine.compute.StepVariables;
import org.ribond.engine.compute.WindowInput;

/**
 * The operations of the compute seam as launches of the common kernels on a {@link DeviceQueue}.
 * Operations are queued; transfers and {@link #synchronize} wait. Sums are split by shapes and the
 * device's number of compute units alone and added in a fixed order, without atomics, so that a
 * device gives the same bits every time.
 */
public final class GpuBackend extends MapBackend {
  private static final int GPU_ROWS = 32_768;
  private static final int PROCESSOR_ROWS = 1_024;

  private final String name;
  private final DeviceQueue queue;
  private final Workspace workspace;
  private final StepRecorder recorder;
  private final WindowOperations windows;
  private final ElementOperations elements;
  private final RowOperations rows;
  private final AttentionOperations attentions;
  private final LayoutTables tables;
  private final Operations operations;
  private final OverMaps overMaps;
  private final ChosenElements chosen;
  private final Gemm gemm;
  private boolean closed;

  /**
   * Takes over {@code queue}, whose program holds the common kernels and those of {@code kind}.
   *
   * @throws org.ribond.engine.compute.ComputeException if the device fails; the queue is closed
   */
  public GpuBackend(String name, DeviceQueue queue, GemmKind kind) {
    this(name, queue, kind, SeenProducts.PANEL_FLOATS);
  }

  /**
   * The same with a bound of its own on what convolutions gather at a time.
   *
   * @param panelFloats most floats of it, but for a single row; more outputs go in stretches
   */
  public GpuBackend(String name, DeviceQueue queue, GemmKind kind, int panelFloats) {
    this.name = name;
    this.queue = queue;
    workspace = new Workspace(queue);
    try {
      recorder = new StepRecorder(queue, workspace);
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
    Kernels kernels = new Kernels(queue, recorder);
    windows = new WindowOperations(kernels, workspace);
    elements = new ElementOperations(kernels);
    rows = new RowOperations(kernels, workspace);
    attentions = new AttentionOperations(kernels, workspace);
    chosen = new ChosenElements(queue, recorder, kernels, workspace);
    gemm =
        switch (kind) {
          case TILED -> new TiledGemm(kernels, workspace);
          case PANEL -> new PanelGemm(kernels, workspace, queue.vectorWidth());
          case TF32 -> new TensorGemm(kernels, workspace, "tf32");
          case BF16 -> new TensorGemm(kernels, workspace, "bf16");
        };
    tables = new LayoutTables(queue, recorder);
    SeenProducts seen = new SeenProducts(kernels, workspace, gemm, panelFloats);
    ChainProducts products = new ChainProducts(kernels, tables, seen);
    NormalisationOperations normalisations = new NormalisationOperations(kernels, workspace);
    overMaps =
        new OverMaps(
            new MapProducts(kernels, tables, seen),
            new MapElements(kernels, workspace, tables, normalisations));
    operations =
        new Operations(
            kernels,
            elements,
            rows,
            normalisations,
            new PoolingOperations(kernels, workspace, tables),
            products,
            new RecurrenceOperations(kernels, workspace, tables, products));
  }

  @Override
  OverMaps overMaps() {
    return overMaps;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Device device() {
    return queue.device();
  }

  @Override
  public int preferredRows() {
    return queue.isProcessor() ? PROCESSOR_ROWS : GPU_ROWS;
  }

  // ---- memory ----

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.allocate(rows, columns);
    long bytes = (long) rows * GpuMatrix.stride(columns) * Float.BYTES;
    GpuMatrix matrix = new GpuMatrix(this, queue.allocate(bytes), rows, columns);
    try {
      fill(matrix, 0);
    } catch (RuntimeException e) {
      matrix.close();
      throw e;
    }
    return matrix;
  }

  @Override
  public Ints allocateInts(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("allocateInts: length " + length);
    }
    GpuInts list = new GpuInts(this, queue.allocate((long) length * Integer.BYTES), length);
    try {
      upload(new int[length], list);
    } catch (RuntimeException e) {
      list.close();
      throw e;
    }
    return list;
  }

  @Override
  public void upload(float[] values, Matrix to) {
    Shapes.transfer("upload", values.length, to);
    GpuMatrix target = own(to);
    if (!target.isEmpty()) {
      recorder.noteWait();
      queue.write(values, target.memory(), to.rows(), to.columns(), target.stride());
    }
  }

  @Override
  public void upload(int[] values, Ints to) {
    if (values.length != to.length()) {
      throw new IllegalArgumentException(
          "upload: array of " + values.length + " integers, list of " + to.length());
    }
    GpuInts target = own(to);
    if (values.length > 0) {
      recorder.noteWait();
      queue.write(values, target.memory());
    }
  }

  @Override
  public void download(Matrix from, float[] values) {
    Shapes.transfer("download", values.length, from);
    GpuMatrix source = own(from);
    if (!source.isEmpty()) {
      recorder.noteWait();
      queue.read(source.memory(), from.rows(), from.columns(), source.stride(), values);
    }
  }

  @Override
  public void fill(Matrix matrix, float value) {
    elements.fill(own(matrix), value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    elements.copy(own(from), own(to));
  }

  @Override
  public void synchronize() {
    recorder.noteWait();
    queue.synchronize();
  }

  // ---- first layer ----

  @Override
  public void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue) {
    Shapes.windowSum(inputs, weights, out, epilogue);
    windows.windowSum(
        inputs.stream().map(this::own).toList(),
        weights.stream().map(this::own).toList(),
        own(out),
        own(epilogue));
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    windows.windowSumGradient(own(input), own(dz), own(gradient));
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    windows.pairSum(own(p), own(q), first, own(out), own(epilogue));
  }

  // ---- dense layers ----

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
    Product product =
        Product.of(transposeA, transposeB, own(a), own(b), accumulate, own(c), own(epilogue));
    if (!product.c().isEmpty()) {
      gemm.multiply(product);
    }
  }

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.reversible(activation);
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    elements.activationGradient(activation, dropout, own(output), own(gradient));
  }

  @Override
  public void slopeGradient(Activation activation, Dropout dropout, Matrix z, Matrix gradient) {
    Shapes.same("slopeGradient", "z", z, "gradient", gradient);
    elements.slopeGradient(activation, dropout, own(z), own(gradient));
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    rows.columnSums(own(a), accumulate, own(sums));
  }

  // ---- element-wise operations ----

  @Override
  public void add(Matrix from, Matrix to) {
    Shapes.same("add", "from", from, "to", to);
    elements.add(own(from), own(to));
  }

  @Override
  public void multiply(Matrix a, Matrix b, boolean accumulate, Matrix out) {
    Shapes.same("multiply", "a", a, "b", b);
    Shapes.same("multiply", "a", a, "out", out);
    elements.multiply(own(a), own(b), accumulate, own(out));
  }

  @Override
  public void scale(Matrix matrix, float factor) {
    elements.scale(own(matrix), factor);
  }

  @Override
  public void squaredSum(Matrix a, Matrix sum) {
    Shapes.single("squaredSum", "sum", sum);
    rows.squaredSum(own(a), own(sum));
  }

  @Override
  public void clip(List<Matrix> matrices, float norm, Matrix squares) {
    Shapes.single("clip", "squares", squares);
    fill(squares, 0);
    matrices.forEach(matrix -> rows.squaredSum(own(matrix), own(squares)));
    matrices.forEach(matrix -> elements.scaleToNorm(own(matrix), norm, own(squares)));
  }

  @Override
  public void submatrix(Matrix from, int[] someRows, int[] someColumns, float factor, Matrix to) {
    Shapes.submatrix("submatrix", from, someRows, someColumns, to);
    chosen.copy(own(from), someRows, someColumns, factor, own(to));
  }

  @Override
  public void addSubmatrix(
      Matrix from, int[] someRows, int[] someColumns, float factor, Matrix to) {
    Shapes.submatrix("addSubmatrix", to, someRows, someColumns, from);
    chosen.add(own(from), someRows, someColumns, factor, own(to));
  }

  // ---- layers of other kinds ----

  @Override
  public void gaussian(Matrix x, Matrix centres, Matrix widths, Matrix out) {
    Shapes.gaussian("gaussian", x, centres, widths, out);
    elements.gaussian(own(x), own(centres), own(widths), own(out));
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
        own(x),
        own(centres),
        own(widths),
        own(out),
        own(gradient),
        own(centresGradient),
        own(widthsGradient));
  }

  @Override
  public void attention(
      Attention attention, Matrix queries, Matrix keys, Matrix values, Matrix out) {
    Shapes.attention("attention", attention, queries, keys, values, out);
    attentions.forward(attention, own(queries), own(keys), own(values), own(out));
  }

  @Override
  public void attentionGradient(
      Attention attention,
      Matrix queries,
      Matrix keys,
      Matrix values,
      Matrix gradient,
      Matrix queriesGradient,
      Matrix keysGradient,
      Matrix valuesGradient) {
    Shapes.attention("attentionGradient", attention, queries, keys, values, gradient);
    Shapes.attention(
        "attentionGradient", attention, queries, queriesGradient, keysGradient, valuesGradient);
    attentions.backward(
        attention,
        own(queries),
        own(keys),
        own(values),
        own(gradient),
        own(queriesGradient),
        own(keysGradient),
        own(valuesGradient));
  }

  // ---- loss and optimiser ----

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
        own(logits), own(labels), own(weights), first, scale, own(gradient), own(loss));
  }

  @Override
  public void focus(Matrix logits, float focus, Matrix gradient, Matrix loss) {
    Shapes.same("focus", "logits", logits, "gradient", gradient);
    Shapes.single("focus", "loss", loss);
    rows.focus(own(logits), focus, own(gradient), own(loss));
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    rows.softmax(own(logits), own(probabilities));
  }

  @Override
  public void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step) {
    Shapes.adam(weights, gradient, m, v);
    elements.adam(own(weights), own(gradient), own(m), own(v), step);
  }

  @Override
  public void momentum(Matrix weights, Matrix gradient, Matrix velocity, MomentumStep step) {
    Shapes.same("momentum", "weights", weights, "gradient", gradient);
    Shapes.same("momentum", "weights", weights, "velocity", velocity);
    elements.momentum(own(weights), own(gradient), own(velocity), step);
  }

  @Override
  public void step(Object sequence, StepVariables variables, Runnable operations) {
    recorder.step(sequence, variables, operations);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      recorder.close();
      tables.close();
      workspace.close();
      queue.close();
    }
  }

  DeviceQueue queue() {
    return queue;
  }

  // ---- operands are this backend's ----

  @Override
  Operations operations() {
    return operations;
  }

  @Override
  Epilogue own(Epilogue epilogue) {
    epilogue.bias().ifPresent(this::own);
    return epilogue;
  }

  private WindowOperations.Input own(WindowInput input) {
    return new WindowOperations.Input(
        own(input.letters()),
        own(input.positions()),
        input.first(),
        input.alphabet(),
        input.halfWindow());
  }

  @Override
  GpuMatrix own(Matrix matrix) {
    if (matrix instanceof GpuMatrix own && own.owner() == this) {
      return own;
    }
    throw new IllegalArgumentException("matrix belongs to another backend: " + matrix.getClass());
  }

  private GpuInts own(Ints list) {
    if (list instanceof GpuInts own && own.owner() == this) {
      return own;
    }
    throw new IllegalArgumentException("list belongs to another backend: " + list.getClass());
  }
}
