package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Pooling;

/**
 * Pooling along chains and its gradient: one pass over the sites of each window, a vector of
 * channels at a time. Windows may overlap, so that a thread has whole chains; each site takes the
 * gradients of its windows in ascending order.
 */
final class Poolings {
  private final Workers workers;
  private final Scratch[] scratch;

  Poolings(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** See {@link org.ribond.engine.compute.Backend#pool}; shapes are checked. */
  void pool(Pooling pooling, Layout from, VectorMatrix x, VectorMatrix out) {
    int[] starts = starts(pooling, from);
    workers.run(
        from.count(),
        (chain, worker) -> {
          int length = from.length(chain);
          int start = from.start(chain);
          for (int row = starts[chain]; row < starts[chain + 1]; row++) {
            int begin = start + pooling.begin(row - starts[chain], length);
            int end = start + pooling.end(row - starts[chain], length);
            if (begin == end) {
              Arrays.fill(out.values(), out.row(row), out.row(row) + out.width(), 0);
            } else {
              pool(pooling.kind(), x, begin, end, out.values(), out.row(row));
            }
          }
        });
  }

  /** First output of each chain, and their number. */
  private static int[] starts(Pooling pooling, Layout from) {
    int[] starts = new int[from.count() + 1];
    for (int chain = 0; chain < from.count(); chain++) {
      starts[chain + 1] = starts[chain] + pooling.outputs(from.length(chain));
    }
    return starts;
  }

  private static void pool(
      Pooling.Kind kind, VectorMatrix x, int begin, int end, float[] out, int at) {
    switch (kind) {
      case MAX -> largest(x, begin, end, out, at);
      case MEAN -> mean(x, begin, end, out, at);
      case FIRST -> System.arraycopy(x.values(), x.row(begin), out, at, x.columns());
      case LAST -> System.arraycopy(x.values(), x.row(end - 1), out, at, x.columns());
    }
  }

  private static void largest(VectorMatrix x, int begin, int end, float[] out, int at) {
    for (int j = 0; j < x.width(); j += COUNT) {
      FloatVector largest = load(x.values(), x.row(begin) + j);
      for (int site = begin + 1; site < end; site++) {
        FloatVector value = load(x.values(), x.row(site) + j);
        largest = largest.blend(value, value.compare(VectorOperators.GT, largest));
      }
      largest.intoArray(out, at + j);
    }
  }

  private static void mean(VectorMatrix x, int begin, int end, float[] out, int at) {
    for (int j = 0; j < x.width(); j += COUNT) {
      FloatVector sum = load(x.values(), x.row(begin) + j);
      for (int site = begin + 1; site < end; site++) {
        sum = sum.add(load(x.values(), x.row(site) + j));
      }
      sum.div(end - begin).intoArray(out, at + j);
    }
  }

  /** See {@link org.ribond.engine.compute.Backend#poolGradient}; shapes are checked. */
  void gradient(
      Pooling pooling,
      Layout from,
      VectorMatrix x,
      VectorMatrix gradient,
      boolean accumulate,
      VectorMatrix dx) {
    int[] starts = starts(pooling, from);
    workers.run(
        from.count(),
        (chain, worker) -> {
          int length = from.length(chain);
          int start = from.start(chain);
          if (!accumulate) {
            Arrays.fill(dx.values(), dx.row(start), dx.row(start + length), 0);
          }
          for (int row = starts[chain]; row < starts[chain + 1]; row++) {
            int begin = start + pooling.begin(row - starts[chain], length);
            int end = start + pooling.end(row - starts[chain], length);
            if (begin < end) {
              float[] g = gradient.values();
              spread(pooling.kind(), x, begin, end, g, gradient.row(row), dx, scratch[worker]);
            }
          }
        });
  }

  private static void spread(
      Pooling.Kind kind,
      VectorMatrix x,
      int begin,
      int end,
      float[] g,
      int at,
      VectorMatrix dx,
      Scratch scratch) {
    float[] sums = dx.values();
    int width = dx.width();
    switch (kind) {
      case MAX -> spreadToLargest(x, begin, end, g, at, sums, scratch.floats(width));
      case MEAN -> spreadEvenly(dx, begin, end, g, at, sums);
      case FIRST -> RowKernels.add(g, at, sums, dx.row(begin), sums, dx.row(begin), width);
      case LAST -> RowKernels.add(g, at, sums, dx.row(end - 1), sums, dx.row(end - 1), width);
    }
  }

  /** Gives each channel's gradient to its first largest site; none is left for the others. */
  private static void spreadToLargest(
      VectorMatrix x, int begin, int end, float[] g, int at, float[] sums, float[] values) {
    largest(x, begin, end, values, 0);
    for (int j = 0; j < x.width(); j += COUNT) {
      FloatVector largest = load(values, j);
      FloatVector rest = load(g, at + j);
      for (int site = begin; site < end; site++) {
        int place = x.row(site) + j;
        VectorMask<Float> taken = load(x.values(), place).compare(VectorOperators.EQ, largest);
        FloatVector left = rest.blend(0, taken);
        load(sums, place).add(rest.sub(left)).intoArray(sums, place);
        rest = left;
      }
    }
  }

  private static void spreadEvenly(
      VectorMatrix dx, int begin, int end, float[] g, int at, float[] sums) {
    for (int j = 0; j < dx.width(); j += COUNT) {
      FloatVector share = load(g, at + j).div(end - begin);
      for (int site = begin; site < end; site++) {
        int place = dx.row(site) + j;
        load(sums, place).add(share).intoArray(sums, place);
      }
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
