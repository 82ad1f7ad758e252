package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.AdamStep;

/** Sums of rows and columns and the optimiser's step; ranges are whole cache lines. */
final class RowKernels {
  private RowKernels() {}

  /** {@code out[j] = p[j] + q[j]} for {@code width} columns. */
  static void add(float[] p, int pAt, float[] q, int qAt, float[] out, int outAt, int width) {
    for (int j = 0; j < width; j += COUNT) {
      load(p, pAt + j).add(load(q, qAt + j)).intoArray(out, outAt + j);
    }
  }

  /**
   * {@code sums[j] = (sums[j] +) sum over rows of a[i, j]}, rows in ascending order, for columns
   * {@code from} to {@code to}.
   */
  static void columnSums(VectorMatrix a, int from, int to, boolean add, float[] sums) {
    float[] values = a.values();
    if (!add) {
      Arrays.fill(sums, from, to, 0);
    }
    // Rows are read along, four at a time, for the sake of the translation buffer.
    int i = 0;
    for (; i + 4 <= a.rows(); i += 4) {
      int row = a.row(i);
      int row1 = row + a.stride();
      int row2 = row1 + a.stride();
      int row3 = row2 + a.stride();
      for (int j = from; j < to; j += COUNT) {
        load(sums, j)
            .add(load(values, row + j))
            .add(load(values, row1 + j))
            .add(load(values, row2 + j))
            .add(load(values, row3 + j))
            .intoArray(sums, j);
      }
    }
    for (; i < a.rows(); i++) {
      add(values, a.row(i) + from, sums, from, sums, from, to - from);
    }
  }

  /** {@link org.ribond.engine.compute.Backend#adam} on elements {@code from} to {@code to}. */
  static void adam(
      float[] weights, float[] gradient, float[] m, float[] v, int from, int to, AdamStep step) {
    float rate = step.correctedRate();
    float correction = step.secondMomentCorrection();
    float decay = step.learningRate() * step.decoupledDecay();
    FloatVector l2 = FloatVector.broadcast(FLOATS, step.l2());
    FloatVector beta1 = FloatVector.broadcast(FLOATS, step.beta1());
    FloatVector beta2 = FloatVector.broadcast(FLOATS, step.beta2());
    for (int i = from; i < to; i += COUNT) {
      FloatVector weight = load(weights, i);
      FloatVector g = Lanes.fma(l2, weight, load(gradient, i));
      FloatVector first = Lanes.fma(beta1, load(m, i), g.mul(1 - step.beta1()));
      FloatVector second = Lanes.fma(beta2, load(v, i), g.mul(g).mul(1 - step.beta2()));
      FloatVector root = second.mul(correction).sqrt().add(step.epsilon());
      first.intoArray(m, i);
      second.intoArray(v, i);
      weight.sub(first.mul(rate).div(root)).sub(weight.mul(decay)).intoArray(weights, i);
    }
  }

  /** {@code to[j] = factor * from[columns[j]]}, indices from the given beginnings. */
  static void take(float[] from, int at, int[] columns, float factor, float[] to, int toAt) {
    for (int j = 0; j < columns.length; j++) {
      to[toAt + j] = factor * from[at + columns[j]];
    }
  }

  /** Copies {@code count} elements from anywhere to anywhere, or adds them if {@code add}. */
  static void take(float[] from, int at, int count, float[] to, int toAt, boolean add) {
    if (add) {
      for (int j = 0; j < count; j++) {
        to[toAt + j] += from[at + j];
      }
    } else {
      System.arraycopy(from, at, to, toAt, count);
    }
  }

  /** {@code to[columns[j]] += factor * from[j]}, indices from the given beginnings. */
  static void put(float[] from, int at, int[] columns, float factor, float[] to, int toAt) {
    for (int j = 0; j < columns.length; j++) {
      to[toAt + columns[j]] += factor * from[at + j];
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
