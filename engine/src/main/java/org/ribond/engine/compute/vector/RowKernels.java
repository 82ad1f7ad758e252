package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

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
    int stride = a.stride();
    int j = from;
    for (; j + 4 * COUNT <= to; j += 4 * COUNT) {
      FloatVector sum0 = start(sums, j, add);
      FloatVector sum1 = start(sums, j + COUNT, add);
      FloatVector sum2 = start(sums, j + 2 * COUNT, add);
      FloatVector sum3 = start(sums, j + 3 * COUNT, add);
      for (int i = 0; i < a.rows(); i++) {
        int at = i * stride + j;
        sum0 = sum0.add(load(values, at));
        sum1 = sum1.add(load(values, at + COUNT));
        sum2 = sum2.add(load(values, at + 2 * COUNT));
        sum3 = sum3.add(load(values, at + 3 * COUNT));
      }
      sum0.intoArray(sums, j);
      sum1.intoArray(sums, j + COUNT);
      sum2.intoArray(sums, j + 2 * COUNT);
      sum3.intoArray(sums, j + 3 * COUNT);
    }
    for (; j < to; j += COUNT) {
      FloatVector sum = start(sums, j, add);
      for (int i = 0; i < a.rows(); i++) {
        sum = sum.add(load(values, i * stride + j));
      }
      sum.intoArray(sums, j);
    }
  }

  private static FloatVector start(float[] sums, int at, boolean add) {
    return add ? load(sums, at) : FloatVector.zero(FLOATS);
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

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
