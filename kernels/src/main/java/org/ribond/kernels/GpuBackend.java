package org.ribond.kernels;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Shapes;
import org.ribond.engine.compute.StepVariables;
import org.ribond.engine.compute.WindowInput;

/**
 * The operations of the compute seam as launches of the common kernels on a {@link DeviceQueue}.
 * Operations are queued; transfers and {@link #synchronize} wait. Sums are split by shapes and the
 * device's number of compute units alone and added in a fixed order, without atomics, so that a
 * device gives the same bits every time.
 */
public final class GpuBackend implements Backend {
  private static final int GROUP = 256;
  private static final int WINDOW_SAMPLES = 16;
  private static final int WINDOW_COLUMNS = 64;
  private static final int STRIP = 32;
  private static final int GRADIENT_SLOTS = 4;
  private static final int GRADIENT_LETTERS = 32;
  private static final int GRADIENT_SEGMENT = 512;
  private static final int MOST_GRADIENT_SEGMENTS = 32;
  private static final int SUM_SEGMENT = 128;
  private static final int MOST_SUM_SEGMENTS = 256;
  private static final int LOSS_GROUPS = 128;
  private static final int LOSS_STRIDE = 4;
  private static final int GPU_ROWS = 32_768;
  private static final int PROCESSOR_ROWS = 1_024;

  private final String name;
  private final DeviceQueue queue;
  private final Workspace workspace;
  private final StepRecorder recorder;
  private final Arguments arguments;
  private final Partials partials;
  private final Gemm gemm;
  private boolean closed;

  /**
   * Takes over {@code queue}, whose program holds the common kernels and those of {@code kind}.
   *
   * @throws org.ribond.engine.compute.ComputeException if the device fails; the queue is closed
   */
  public GpuBackend(String name, DeviceQueue queue, GemmKind kind) {
    this.name = name;
    this.queue = queue;
    workspace = new Workspace(queue);
    try {
      recorder = new StepRecorder(queue, workspace);
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
    arguments = new Arguments(recorder);
    partials = new Partials(queue, arguments);
    gemm =
        switch (kind) {
          case TILED -> new TiledGemm(queue, workspace, arguments);
          case PANEL -> new PanelGemm(queue, workspace, arguments);
          case TF32 -> new TensorGemm(queue, workspace, arguments, "tf32");
          case BF16 -> new TensorGemm(queue, workspace, arguments, "bf16");
        };
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
    GpuMatrix target = own(matrix);
    if (!target.isEmpty()) {
      queue
          .launch("fill")
          .memory(target.memory())
          .integer(target.stride())
          .integer(target.rows())
          .integer(target.columns())
          .real(value)
          .run(groups(target), 1, 1, GROUP, 1);
    }
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Shapes.same("copy", "from", from, "to", to);
    GpuMatrix source = own(from);
    GpuMatrix target = own(to);
    if (!target.isEmpty()) {
      queue
          .launch("copyMatrix")
          .memory(source.memory())
          .integer(source.stride())
          .memory(target.memory())
          .integer(target.stride())
          .integer(target.rows())
          .integer(target.columns())
          .run(groups(target), 1, 1, GROUP, 1);
    }
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
    GpuMatrix target = own(out);
    List<GpuMatrix> ownWeights = new ArrayList<>();
    weights.forEach(matrix -> ownWeights.add(own(matrix)));
    check(epilogue);
    if (target.isEmpty()) {
      return;
    }
    for (int i = 0; i < inputs.size(); i += 2) {
      boolean last = i + 2 >= inputs.size();
      Launch launch = queue.launch("windowSum");
      input(launch, inputs.get(i), ownWeights.get(i), true);
      boolean pair = i + 1 < inputs.size();
      int second = pair ? i + 1 : i;
      input(launch, inputs.get(second), ownWeights.get(second), pair);
      launch
          .integer(i > 0 ? 1 : 0)
          .memory(target.memory())
          .integer(target.stride())
          .integer(target.rows())
          .integer(target.columns());
      arguments
          .epilogue(launch, last ? epilogue : Epilogue.NONE)
          .run(
              Math.ceilDiv(target.rows(), WINDOW_SAMPLES),
              Math.ceilDiv(target.columns(), WINDOW_COLUMNS),
              1,
              WINDOW_COLUMNS / 4,
              WINDOW_SAMPLES);
    }
  }

  private void input(Launch launch, WindowInput input, GpuMatrix weights, boolean present) {
    launch
        .memory(own(input.letters()).memory())
        .memory(own(input.positions()).memory())
        .integer(input.first())
        .integer(input.alphabet())
        .integer(present ? input.halfWindow() : -1)
        .memory(weights.memory())
        .integer(weights.stride());
  }

  @Override
  public void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    Shapes.windowSumGradient(input, dz, gradient);
    GpuMatrix source = own(dz);
    GpuMatrix target = own(gradient);
    GpuInts letters = own(input.letters());
    GpuInts positions = own(input.positions());
    if (source.isEmpty() || target.isEmpty()) {
      return;
    }
    int segments = Math.clamp(dz.rows() / GRADIENT_SEGMENT, 1, MOST_GRADIENT_SEGMENTS);
    int slotGroups = Math.ceilDiv(2 * input.halfWindow() + 1, GRADIENT_SLOTS);
    int letterGroups = Math.ceilDiv(input.alphabet(), GRADIENT_LETTERS);
    int stride = target.stride();
    DeviceMemory sums = workspace.floats((long) segments * target.rows() * stride);
    queue
        .launch("windowSumGradient")
        .memory(letters.memory())
        .memory(positions.memory())
        .integer(input.first())
        .integer(input.alphabet())
        .integer(input.halfWindow())
        .memory(source.memory())
        .integer(source.stride())
        .integer(source.rows())
        .integer(source.columns())
        .integer(Math.ceilDiv(source.rows(), segments))
        .integer(slotGroups)
        .memory(sums)
        .integer(stride)
        .memory(recorder.words())
        .run(
            Math.ceilDiv(source.columns(), STRIP),
            segments,
            slotGroups * letterGroups,
            STRIP,
            GRADIENT_SLOTS);
    partials.reduce(sums, stride, segments, true, target, Epilogue.NONE);
  }

  @Override
  public void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    Shapes.pairSum(p, q, first, out, epilogue);
    GpuMatrix residues = own(p);
    GpuMatrix bases = own(q);
    GpuMatrix target = own(out);
    check(epilogue);
    if (target.isEmpty()) {
      return;
    }
    Launch launch =
        queue
            .launch("pairSum")
            .memory(residues.memory())
            .integer(residues.stride())
            .memory(bases.memory())
            .integer(bases.stride())
            .integer((int) (first / q.rows()))
            .integer((int) (first % q.rows()))
            .integer(q.rows())
            .memory(target.memory())
            .integer(target.stride())
            .integer(target.rows())
            .integer(target.columns());
    arguments.epilogue(launch, epilogue).run(groups(target), 1, 1, GROUP, 1);
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
    check(epilogue);
    Product product =
        Product.of(transposeA, transposeB, own(a), own(b), accumulate, own(c), epilogue);
    if (!product.c().isEmpty()) {
      gemm.multiply(product);
    }
  }

  @Override
  public void activationGradient(
      Activation activation, Dropout dropout, Matrix output, Matrix gradient) {
    Shapes.reversible(activation);
    Shapes.same("activationGradient", "output", output, "gradient", gradient);
    GpuMatrix source = own(output);
    GpuMatrix target = own(gradient);
    if (target.isEmpty()) {
      return;
    }
    Launch launch =
        queue
            .launch("activationGradient")
            .memory(source.memory())
            .integer(source.stride())
            .memory(target.memory())
            .integer(target.stride())
            .integer(target.rows())
            .integer(target.columns())
            .integer(Arguments.code(activation));
    arguments.dropout(launch, dropout).run(groups(target), 1, 1, GROUP, 1);
  }

  @Override
  public void columnSums(Matrix a, boolean accumulate, Matrix sums) {
    Shapes.columnSums(a, sums);
    GpuMatrix source = own(a);
    GpuMatrix target = own(sums);
    if (target.isEmpty()) {
      return;
    }
    int segments = Math.clamp(source.rows() / SUM_SEGMENT, 1, MOST_SUM_SEGMENTS);
    int stride = target.stride();
    DeviceMemory parts = workspace.floats((long) segments * stride);
    queue
        .launch("columnSums")
        .memory(source.memory())
        .integer(source.stride())
        .integer(source.rows())
        .integer(source.columns())
        .integer(Math.ceilDiv(source.rows(), segments))
        .memory(parts)
        .integer(stride)
        .run(Math.ceilDiv(source.columns(), STRIP), segments, 1, STRIP, 8);
    partials.reduce(parts, stride, segments, accumulate, target, Epilogue.NONE);
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
    GpuMatrix source = own(logits);
    GpuMatrix target = own(gradient);
    GpuInts classes = own(labels);
    GpuMatrix sampleWeights = own(weights);
    GpuMatrix total = own(loss);
    if (source.isEmpty()) {
      return;
    }
    int groups = Math.clamp(Math.ceilDiv(source.rows(), GROUP), 1, LOSS_GROUPS);
    DeviceMemory parts = workspace.floats((long) groups * LOSS_STRIDE);
    queue
        .launch("softmaxCrossEntropy")
        .memory(source.memory())
        .integer(source.stride())
        .memory(classes.memory())
        .memory(sampleWeights.memory())
        .integer(first)
        .real(scale)
        .memory(target.memory())
        .integer(target.stride())
        .integer(source.rows())
        .integer(source.columns())
        .integer(groups)
        .memory(parts)
        .memory(recorder.words())
        .run(groups, 1, 1, GROUP, 1);
    partials.reduce(parts, LOSS_STRIDE, groups, true, total, Epilogue.NONE);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("softmax", "logits", logits, "probabilities", probabilities);
    GpuMatrix source = own(logits);
    GpuMatrix target = own(probabilities);
    if (target.isEmpty()) {
      return;
    }
    queue
        .launch("softmax")
        .memory(source.memory())
        .integer(source.stride())
        .memory(target.memory())
        .integer(target.stride())
        .integer(source.rows())
        .integer(source.columns())
        .run(Math.ceilDiv(source.rows(), GROUP), 1, 1, GROUP, 1);
  }

  @Override
  public void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step) {
    Shapes.adam(weights, gradient, m, v);
    GpuMatrix target = own(weights);
    GpuMatrix slope = own(gradient);
    GpuMatrix first = own(m);
    GpuMatrix second = own(v);
    if (target.isEmpty()) {
      return;
    }
    queue
        .launch("adam")
        .memory(target.memory())
        .memory(slope.memory())
        .memory(first.memory())
        .memory(second.memory())
        .integer(target.stride())
        .integer(target.rows())
        .integer(target.columns())
        .real(step.correctedRate())
        .real(step.beta1())
        .real(step.beta2())
        .real(step.epsilon())
        .real(step.secondMomentCorrection())
        .real(step.l2())
        .real((float) ((double) step.learningRate() * step.decoupledDecay()))
        .memory(recorder.words())
        .run(groups(target), 1, 1, GROUP, 1);
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
      workspace.close();
      queue.close();
    }
  }

  DeviceQueue queue() {
    return queue;
  }

  private static int groups(GpuMatrix matrix) {
    return Partials.groups(matrix.rows(), matrix.columns());
  }

  private void check(Epilogue epilogue) {
    if (epilogue.bias().isPresent()) {
      own(epilogue.bias().get());
    }
  }

  private GpuMatrix own(Matrix matrix) {
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
