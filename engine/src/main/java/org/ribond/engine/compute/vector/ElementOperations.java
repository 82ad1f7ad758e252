package org.ribond.engine.compute.vector;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.MomentumStep;

/**
 * Operations of {@link org.ribond.engine.compute.Backend} that touch each element once; shapes are
 * checked. Matrices of one shape have one layout.
 */
final class ElementOperations {
  /** Elements that one thread takes at a time. */
  private static final int BLOCK_ELEMENTS = 1 << 14;

  /** Elements that one thread copies at a time. */
  private static final int COPIED_ELEMENTS = 1 << 18;

  /** Rows that one thread takes at a time where they are few or short. */
  private static final int BLOCK_ROWS = 64;

  private final Workers workers;
  private final Scratch[] scratch;

  ElementOperations(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  void copy(VectorMatrix from, VectorMatrix to) {
    float[] source = from.values();
    float[] target = to.values();
    workers.runRanges(
        elements(from),
        COPIED_ELEMENTS,
        (at, end, worker) -> System.arraycopy(source, at, target, at, end - at));
  }

  void add(VectorMatrix from, VectorMatrix to) {
    float[] source = from.values();
    float[] target = to.values();
    workers.runRanges(
        elements(to),
        BLOCK_ELEMENTS,
        (at, end, worker) -> ElementKernels.add(source, target, at, end));
  }

  void multiply(VectorMatrix a, VectorMatrix b, boolean accumulate, VectorMatrix out) {
    float[] left = a.values();
    float[] right = b.values();
    float[] product = out.values();
    workers.runRanges(
        elements(out),
        BLOCK_ELEMENTS,
        accumulate
            ? (at, end, worker) -> ElementKernels.multiplyAdd(left, right, product, at, end)
            : (at, end, worker) -> ElementKernels.multiply(left, right, product, at, end));
  }

  void scale(VectorMatrix matrix, float factor) {
    float[] values = matrix.values();
    workers.runRanges(
        elements(matrix),
        BLOCK_ELEMENTS,
        (at, end, worker) -> ElementKernels.scale(factor, values, at, end));
  }

  void activationGradient(Activation activation, Dropout dropout, VectorMatrix a, VectorMatrix g) {
    workers.runRanges(
        a.rows(),
        blockRows(a),
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            Epilogues.gradient(activation, dropout, i, a, g, scratch[worker]);
          }
        });
  }

  void slopeGradient(Activation activation, Dropout dropout, VectorMatrix z, VectorMatrix g) {
    workers.runRanges(
        z.rows(),
        blockRows(z),
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            Epilogues.slopeGradient(activation, dropout, i, z, g, scratch[worker]);
          }
        });
  }

  void gaussian(VectorMatrix x, VectorMatrix centres, VectorMatrix widths, VectorMatrix out) {
    float[] c = centres.values();
    float[] b = widths.values();
    float[] result = out.values();
    workers.runRanges(
        x.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            ElementKernels.gaussian(x.values(), c, b, result, x.row(i), x.width());
          }
        });
  }

  void submatrix(VectorMatrix from, int[] rows, int[] columns, float factor, VectorMatrix to) {
    workers.runRanges(
        rows.length,
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            int at = from.row(rows[i]);
            RowKernels.take(from.values(), at, columns, factor, to.values(), to.row(i));
          }
        });
  }

  void addSubmatrix(VectorMatrix from, int[] rows, int[] columns, float factor, VectorMatrix to) {
    workers.runRanges(
        rows.length,
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            int at = to.row(rows[i]);
            RowKernels.put(from.values(), from.row(i), columns, factor, to.values(), at);
          }
        });
  }

  void copyColumns(
      VectorMatrix from, int fromColumn, VectorMatrix to, int toColumn, int count, boolean add) {
    workers.runRanges(
        to.rows(),
        blockRows(to),
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            RowKernels.take(
                from.values(),
                from.row(i) + fromColumn,
                count,
                to.values(),
                to.row(i) + toColumn,
                add);
          }
        });
  }

  void reshape(VectorMatrix from, VectorMatrix to, boolean add) {
    int fromWidth = from.columns();
    int toWidth = to.columns();
    if (toWidth == 0) {
      return;
    }
    workers.runRanges(
        to.rows(),
        blockRows(to),
        (top, bottom, worker) -> {
          for (int i = top; i < bottom; i++) {
            int count;
            for (int j = 0; j < toWidth; j += count) {
              int element = i * toWidth + j;
              int column = element % fromWidth;
              count = Math.min(toWidth - j, fromWidth - column);
              int at = from.row(element / fromWidth) + column;
              RowKernels.take(from.values(), at, count, to.values(), to.row(i) + j, add);
            }
          }
        });
  }

  void adam(
      VectorMatrix weights, VectorMatrix gradient, VectorMatrix m, VectorMatrix v, AdamStep step) {
    float[] w = weights.values();
    float[] g = gradient.values();
    float[] first = m.values();
    float[] second = v.values();
    workers.runRanges(
        elements(weights),
        BLOCK_ELEMENTS,
        (at, end, worker) -> RowKernels.adam(w, g, first, second, at, end, step));
  }

  void momentum(
      VectorMatrix weights, VectorMatrix gradient, VectorMatrix velocity, MomentumStep step) {
    float[] w = weights.values();
    float[] g = gradient.values();
    float[] v = velocity.values();
    workers.runRanges(
        elements(weights),
        BLOCK_ELEMENTS,
        (at, end, worker) -> ElementKernels.momentum(w, g, v, at, end, step));
  }

  /** Elements of a matrix, padding included. */
  private static int elements(VectorMatrix matrix) {
    return matrix.row(matrix.rows());
  }

  /** Rows of about a block's elements. */
  private static int blockRows(VectorMatrix matrix) {
    return Math.max(BLOCK_ELEMENTS / Math.max(matrix.stride(), 1), 1);
  }
}
