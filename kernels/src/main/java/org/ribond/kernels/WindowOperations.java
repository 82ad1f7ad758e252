package org.ribond.kernels;

import java.util.List;
import org.ribond.engine.compute.Epilogue;

/** The first layer, by {@code window.cl} and {@code elementwise.cl}. */
final class WindowOperations {
  private static final int SAMPLES = 16;
  private static final int COLUMNS = 64;
  private static final int STRIP = 32;
  private static final int GRADIENT_SLOTS = 4;
  private static final int GRADIENT_LETTERS = 32;
  private static final int GRADIENT_SEGMENT = 512;
  private static final int MOST_GRADIENT_SEGMENTS = 32;

  private final Kernels kernels;
  private final Workspace workspace;

  WindowOperations(Kernels kernels, Workspace workspace) {
    this.kernels = kernels;
    this.workspace = workspace;
  }

  /** A {@code WindowInput} whose lists are in the device's memory. */
  record Input(GpuInts letters, GpuInts positions, int first, int alphabet, int halfWindow) {}

  /** Two inputs at a time. */
  void windowSum(List<Input> inputs, List<GpuMatrix> weights, GpuMatrix out, Epilogue epilogue) {
    if (out.isEmpty()) {
      return;
    }
    for (int i = 0; i < inputs.size(); i += 2) {
      boolean last = i + 2 >= inputs.size();
      boolean pair = i + 1 < inputs.size();
      int second = pair ? i + 1 : i;
      Kernels.Call call = kernels.call("windowSum");
      input(call, inputs.get(i), weights.get(i), true);
      input(call, inputs.get(second), weights.get(second), pair);
      call.flag(i > 0)
          .matrix(out)
          .shape(out)
          .epilogue(last ? epilogue : Epilogue.NONE)
          .run(
              Math.ceilDiv(out.rows(), SAMPLES),
              Math.ceilDiv(out.columns(), COLUMNS),
              1,
              COLUMNS / 4,
              SAMPLES);
    }
  }

  private static void input(Kernels.Call call, Input input, GpuMatrix weights, boolean present) {
    if ((long) weights.rows() * weights.stride() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("window weights of more than 2^31 floats");
    }
    call.memory(input.letters.memory())
        .memory(input.positions.memory())
        .integer(input.first)
        .integer(input.alphabet)
        .integer(present ? input.halfWindow : -1)
        .matrix(weights);
  }

  void windowSumGradient(Input input, GpuMatrix dz, GpuMatrix gradient) {
    if (dz.isEmpty() || gradient.isEmpty()) {
      return;
    }
    int segments = Math.clamp(dz.rows() / GRADIENT_SEGMENT, 1, MOST_GRADIENT_SEGMENTS);
    int slotGroups = Math.ceilDiv(2 * input.halfWindow + 1, GRADIENT_SLOTS);
    int letterGroups = Math.ceilDiv(input.alphabet, GRADIENT_LETTERS);
    int stride = gradient.stride();
    DeviceMemory sums = workspace.floats((long) segments * gradient.rows() * stride);
    kernels
        .call("windowSumGradient")
        .memory(input.letters.memory())
        .memory(input.positions.memory())
        .integer(input.first)
        .integer(input.alphabet)
        .integer(input.halfWindow)
        .matrix(dz)
        .shape(dz)
        .integer(Math.ceilDiv(dz.rows(), segments))
        .integer(slotGroups)
        .memory(sums)
        .integer(stride)
        .words()
        .run(
            Math.ceilDiv(dz.columns(), STRIP),
            segments,
            slotGroups * letterGroups,
            STRIP,
            GRADIENT_SLOTS);
    kernels.reduce(sums, stride, segments, true, gradient, Epilogue.NONE);
  }

  void pairSum(GpuMatrix p, GpuMatrix q, long first, GpuMatrix out, Epilogue epilogue) {
    if (out.isEmpty()) {
      return;
    }
    kernels
        .call("pairSum")
        .matrix(p)
        .matrix(q)
        .integer((int) (first / q.rows()))
        .integer((int) (first % q.rows()))
        .integer(q.rows())
        .matrix(out)
        .shape(out)
        .epilogue(epilogue)
        .overElements(out);
  }
}
