package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;

import java.util.Arrays;

/**
 * Normalisation of rows and of columns; shapes are checked. What is summed over rows is summed in
 * blocks of them, and the blocks' sums are added in order.
 */
final class Normalisations {
  /** Rows that one thread takes at a time. */
  private static final int BLOCK_ROWS = 128;

  private final Workers workers;
  private final Scratch[] scratch;
  private float[] partial = new float[0];
  private float[] factors = new float[0];

  Normalisations(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  void rows(
      VectorMatrix x, VectorMatrix gain, VectorMatrix shift, float epsilon, VectorMatrix out) {
    int n = x.columns();
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          float[] lanes = scratch[worker].floats(2 * LINE);
          for (int i = top; i < bottom; i++) {
            int at = x.row(i);
            float mean = NormalisationKernels.mean(x.values(), at, n, lanes);
            float factor = NormalisationKernels.factor(x.values(), at, n, mean, epsilon, lanes);
            NormalisationKernels.row(
                x.values(), at, n, mean, factor, gain.values(), shift.values(), out.values());
          }
        });
  }

  void rowsGradient(
      VectorMatrix x,
      VectorMatrix gain,
      float epsilon,
      VectorMatrix gradient,
      VectorMatrix gainGradient,
      VectorMatrix shiftGradient) {
    int n = x.columns();
    int width = x.width();
    float[] sums = partial(x.rows(), 2 * width);
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          float[] lanes = scratch[worker].floats(2 * LINE);
          float[] g = gradient.values();
          int part = top / BLOCK_ROWS * 2 * width;
          for (int i = top; i < bottom; i++) {
            int at = x.row(i);
            float mean = NormalisationKernels.mean(x.values(), at, n, lanes);
            float factor = NormalisationKernels.factor(x.values(), at, n, mean, epsilon, lanes);
            NormalisationKernels.addProducts(x.values(), g, at, width, mean, factor, sums, part);
            NormalisationKernels.rowGradient(
                x.values(), at, n, mean, factor, gain.values(), g, lanes);
          }
        });
    addParts(x.rows(), sums, 2 * width, 0, width, gainGradient.values(), 0);
    addParts(x.rows(), sums, 2 * width, width, width, shiftGradient.values(), 0);
  }

  void moments(VectorMatrix x, VectorMatrix moments) {
    int width = x.width();
    float[] values = moments.values();
    int variance = moments.row(1);
    Arrays.fill(values, 0, moments.row(2), 0);
    if (x.rows() == 0) {
      return;
    }
    float[] sums = partial(x.rows(), width);
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          int part = top / BLOCK_ROWS * width;
          for (int i = top; i < bottom; i++) {
            RowKernels.add(x.values(), x.row(i), sums, part, sums, part, width);
          }
        });
    addParts(x.rows(), sums, width, 0, width, values, 0);
    NormalisationKernels.divide(values, 0, width, x.rows());
    float[] squares = partial(x.rows(), width);
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          int part = top / BLOCK_ROWS * width;
          for (int i = top; i < bottom; i++) {
            NormalisationKernels.addSquares(x.values(), x.row(i), width, values, squares, part);
          }
        });
    addParts(x.rows(), squares, width, 0, width, values, variance);
    NormalisationKernels.divide(values, variance, width, x.rows());
  }

  void columns(
      VectorMatrix x,
      VectorMatrix moments,
      VectorMatrix gain,
      VectorMatrix shift,
      float epsilon,
      VectorMatrix out) {
    int width = x.width();
    float[] scales = factors(moments, epsilon);
    ElementKernels.multiply(scales, gain.values(), scales, 0, width);
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            NormalisationKernels.column(
                x.values(),
                x.row(i),
                width,
                moments.values(),
                scales,
                shift.values(),
                out.values());
          }
        });
  }

  void columnsGradient(
      VectorMatrix x,
      VectorMatrix moments,
      VectorMatrix gain,
      float epsilon,
      VectorMatrix gradient,
      VectorMatrix gainGradient,
      VectorMatrix shiftGradient) {
    int width = x.width();
    float[] means = moments.values();
    float[] scales = factors(moments, epsilon);
    float[] g = gradient.values();
    float[] sums = partial(x.rows(), 2 * width);
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          int part = top / BLOCK_ROWS * 2 * width;
          for (int i = top; i < bottom; i++) {
            NormalisationKernels.addProducts(
                x.values(), g, x.row(i), width, means, scales, sums, part);
          }
        });
    for (int part = 1; part < Math.ceilDiv(x.rows(), BLOCK_ROWS); part++) {
      RowKernels.add(sums, part * 2 * width, sums, 0, sums, 0, 2 * width);
    }
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            NormalisationKernels.columnGradient(
                x.values(), x.row(i), width, x.rows(), means, scales, gain.values(), sums, g);
          }
        });
    if (x.rows() > 0) {
      float[] ofGain = gainGradient.values();
      float[] ofShift = shiftGradient.values();
      RowKernels.add(sums, 0, ofGain, 0, ofGain, 0, width);
      RowKernels.add(sums, width, ofShift, 0, ofShift, 0, width);
    }
  }

  /** Zeros for sums of each block of rows. */
  private float[] partial(int rows, int pitch) {
    int size = Math.multiplyExact(Math.ceilDiv(rows, BLOCK_ROWS), pitch);
    if (partial.length < size) {
      partial = new float[size];
    }
    Arrays.fill(partial, 0, size, 0);
    return partial;
  }

  /** Adds the blocks' sums, {@code pitch} apart from {@code at} on, to {@code sums}. */
  private static void addParts(
      int rows, float[] parts, int pitch, int at, int width, float[] sums, int sumsAt) {
    for (int part = 0; part < Math.ceilDiv(rows, BLOCK_ROWS); part++) {
      RowKernels.add(parts, part * pitch + at, sums, sumsAt, sums, sumsAt, width);
    }
  }

  /** {@code 1 / sqrt(variance + epsilon)} of each column. */
  private float[] factors(VectorMatrix moments, float epsilon) {
    int width = moments.width();
    if (factors.length < width) {
      factors = new float[width];
    }
    NormalisationKernels.factors(moments.values(), moments.row(1), width, epsilon, factors);
    return factors;
  }
}
