package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/**
 * Softmax, losses and sums over rows, by {@code rows.cl} and {@code gaussian.cl}. Sums are split by
 * shapes alone and added in a fixed order.
 */
final class RowOperations {
  private static final int GROUP = 256;
  private static final int STRIP = 32;
  private static final int LINES = 8;
  private static final int SEGMENT = 128;
  private static final int MOST_SEGMENTS = 256;
  private static final int MOST_GROUPS = 128;

  /** Distance of the partial sums of groups, in floats. */
  private static final int SUM_STRIDE = 4;

  private final Kernels kernels;
  private final Workspace workspace;

  RowOperations(Kernels kernels, Workspace workspace) {
    this.kernels = kernels;
    this.workspace = workspace;
  }

  void columnSums(GpuMatrix a, boolean accumulate, GpuMatrix sums) {
    if (sums.isEmpty()) {
      return;
    }
    int segments = segments(a);
    int stride = sums.stride();
    DeviceMemory parts = workspace.floats((long) segments * stride);
    kernels
        .call("columnSums")
        .matrix(a)
        .shape(a)
        .integer(Math.ceilDiv(a.rows(), segments))
        .memory(parts)
        .integer(stride)
        .run(Math.ceilDiv(a.columns(), STRIP), segments, 1, STRIP, LINES);
    kernels.reduce(parts, stride, segments, accumulate, sums, Epilogue.NONE);
  }

  /** Parts that the rows of a matrix are summed in, by its shape alone. */
  static int segments(GpuMatrix a) {
    return Math.clamp(a.rows() / SEGMENT, 1, MOST_SEGMENTS);
  }

  /** Operands as {@code Backend.gaussianGradient} has them. */
  void gaussianGradient(
      GpuMatrix x,
      GpuMatrix centres,
      GpuMatrix widths,
      GpuMatrix out,
      GpuMatrix gradient,
      GpuMatrix centresGradient,
      GpuMatrix widthsGradient) {
    if (x.isEmpty()) {
      return;
    }
    int segments = segments(x);
    int stride = x.stride();
    DeviceMemory ofCentres = workspace.floats((long) segments * stride);
    DeviceMemory ofWidths = workspace.floats(Workspace.Use.MORE_PARTIALS, (long) segments * stride);
    kernels
        .call("gaussianGradient")
        .elements(x)
        .elements(centres)
        .elements(widths)
        .elements(out)
        .matrix(gradient)
        .shape(gradient)
        .integer(Math.ceilDiv(x.rows(), segments))
        .memory(ofCentres)
        .memory(ofWidths)
        .run(Math.ceilDiv(x.columns(), STRIP), segments, 1, STRIP, LINES);
    kernels.reduce(ofCentres, stride, segments, true, centresGradient, Epilogue.NONE);
    kernels.reduce(ofWidths, stride, segments, true, widthsGradient, Epilogue.NONE);
  }

  void squaredSum(GpuMatrix a, GpuMatrix sum) {
    if (a.isEmpty()) {
      return;
    }
    int groups = groups((long) a.rows() * Math.ceilDiv(a.columns(), 8));
    DeviceMemory parts = workspace.floats((long) groups * SUM_STRIDE);
    kernels
        .call("squaredSum")
        .matrix(a)
        .shape(a)
        .integer(groups)
        .memory(parts)
        .run(groups, 1, 1, GROUP, 1);
    addSums(parts, groups, sum);
  }

  /** Operands as {@code Backend.softmaxCrossEntropy} has them. */
  void softmaxCrossEntropy(
      GpuMatrix logits,
      GpuInts labels,
      GpuMatrix weights,
      int first,
      float scale,
      GpuMatrix gradient,
      GpuMatrix loss) {
    if (logits.isEmpty()) {
      return;
    }
    int groups = groups(logits.rows());
    DeviceMemory parts = workspace.floats((long) groups * SUM_STRIDE);
    kernels
        .call("softmaxCrossEntropy")
        .matrix(logits)
        .memory(labels.memory())
        .elements(weights)
        .integer(first)
        .real(scale)
        .matrix(gradient)
        .shape(logits)
        .integer(groups)
        .memory(parts)
        .words()
        .run(groups, 1, 1, GROUP, 1);
    addSums(parts, groups, loss);
  }

  /** Operands as {@code Backend.sigmoidCrossEntropy} and {@code squaredError} have them. */
  void targetLoss(
      boolean squared,
      GpuMatrix outputs,
      GpuMatrix targets,
      GpuMatrix weights,
      int first,
      float scale,
      GpuMatrix gradient,
      GpuMatrix loss) {
    if (outputs.isEmpty()) {
      return;
    }
    int groups = groups((long) outputs.rows() * Math.ceilDiv(outputs.columns(), 8));
    DeviceMemory parts = workspace.floats((long) groups * SUM_STRIDE);
    kernels
        .call("targetLoss")
        .elements(outputs)
        .elements(targets)
        .elements(weights)
        .integer(first)
        .real(scale)
        .flag(squared)
        .matrix(gradient)
        .shape(gradient)
        .integer(groups)
        .memory(parts)
        .words()
        .run(groups, 1, 1, GROUP, 1);
    addSums(parts, groups, loss);
  }

  void focus(GpuMatrix logits, float focus, GpuMatrix gradient, GpuMatrix loss) {
    if (logits.isEmpty()) {
      return;
    }
    int groups = groups(logits.rows());
    DeviceMemory parts = workspace.floats((long) groups * SUM_STRIDE);
    kernels
        .call("focalLoss")
        .matrix(logits)
        .real(focus)
        .matrix(gradient)
        .shape(logits)
        .integer(groups)
        .memory(parts)
        .run(groups, 1, 1, GROUP, 1);
    addSums(parts, groups, loss);
  }

  private static int groups(long items) {
    return (int) Math.clamp(Math.ceilDiv(items, (long) GROUP), 1L, MOST_GROUPS);
  }

  private void addSums(DeviceMemory parts, int groups, GpuMatrix to) {
    kernels.reduce(parts, SUM_STRIDE, groups, true, to, Epilogue.NONE);
  }

  void softmax(GpuMatrix logits, GpuMatrix probabilities) {
    if (logits.isEmpty()) {
      return;
    }
    kernels
        .call("softmax")
        .matrix(logits)
        .matrix(probabilities)
        .shape(logits)
        .overItems(logits.rows());
  }
}
