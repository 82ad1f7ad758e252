package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;

/**
 * Convolution over maps of each channel by itself, on stripes as {@link MapConvolutions} has them.
 */
final class DepthwiseConvolutions {
  /** Groups whose gradients of weights are summed side by side. */
  private static final int GROUPS = 8;

  private final Workers workers;
  private final Scratch[] scratch;
  private float[] partial = new float[0];

  DepthwiseConvolutions(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** Where each tap of a cell is, in a copy of a stripe; backwards if {@code turned}. */
  private static int[] taps(MapConvolution shape, int pitch, int step, boolean turned) {
    int[] taps = new int[shape.taps()];
    for (int tap = 0; tap < taps.length; tap++) {
      int from = turned ? taps.length - 1 - tap : tap;
      int row = from / shape.width() * shape.dilation();
      int column = from % shape.width() * shape.dilation();
      taps[tap] = (row * pitch + column) * step;
    }
    return taps;
  }

  /**
   * The convolution, or, if {@code turned}, the gradient of its input from that of its result.
   *
   * @param accumulate whether to add to what stands in {@code out}
   */
  void multiply(
      MapConvolution shape,
      Layout maps,
      VectorMatrix x,
      VectorMatrix weights,
      boolean turned,
      boolean accumulate,
      VectorMatrix out,
      Epilogue epilogue) {
    MapStripes stripes = new MapStripes(maps);
    int margin = shape.margin();
    int step = x.width();
    workers.run(
        stripes.count(),
        (stripe, worker) -> {
          float[] seen = scratch[worker].floats(stripes.size(stripe, margin, step, 0));
          stripes.fill(stripe, margin, x, step, seen);
          int pitch = stripes.pitch(stripe, margin);
          int[] taps = taps(shape, pitch, step, turned);
          for (int row = stripes.top(stripe); row < stripes.bottom(stripe); row++) {
            int at = (row - stripes.top(stripe)) * pitch * step;
            int cell = stripes.cell(stripe, row);
            for (int i = 0; i < stripes.width(stripe); i++) {
              int place = out.row(cell + i);
              cell(taps, seen, at + i * step, weights, accumulate, out.values(), place);
            }
          }
          int begin = stripes.cell(stripe, stripes.top(stripe));
          int end = stripes.cell(stripe, stripes.bottom(stripe));
          Epilogues.apply(epilogue, out, begin, end, 0, out.width(), scratch[worker]);
        });
  }

  private static void cell(
      int[] taps,
      float[] seen,
      int at,
      VectorMatrix weights,
      boolean accumulate,
      float[] out,
      int outAt) {
    float[] values = weights.values();
    int stride = weights.stride();
    for (int j = 0; j < weights.width(); j += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int tap = 0; tap < taps.length; tap++) {
        sum = fma(load(seen, at + taps[tap] + j), load(values, tap * stride + j), sum);
      }
      FloatVector before = accumulate ? load(out, outAt + j) : FloatVector.zero(FLOATS);
      before.add(sum).intoArray(out, outAt + j);
    }
  }

  /** See {@link org.ribond.engine.compute.Backend#mapConvolutionWeightGradient}. */
  void weightGradient(
      MapConvolution shape, Layout maps, VectorMatrix x, VectorMatrix dz, VectorMatrix gradient) {
    MapStripes stripes = new MapStripes(maps);
    int groups = Math.min(GROUPS, stripes.count());
    int step = x.width();
    int size = shape.taps() * step;
    if (partial.length < groups * size) {
      partial = new float[groups * size];
    }
    Arrays.fill(partial, 0, groups * size, 0);
    workers.run(
        groups,
        (group, worker) -> {
          int end = (int) ((long) (group + 1) * stripes.count() / groups);
          for (int s = (int) ((long) group * stripes.count() / groups); s < end; s++) {
            addStripe(shape, stripes, s, x, dz, group * size, scratch[worker]);
          }
        });
    for (int group = 0; group < groups; group++) {
      for (int tap = 0; tap < shape.taps(); tap++) {
        Panels.take(
            partial, group * size + tap * step, step, gradient.values(), gradient.row(tap), true);
      }
    }
  }

  private void addStripe(
      MapConvolution shape,
      MapStripes stripes,
      int stripe,
      VectorMatrix x,
      VectorMatrix dz,
      int to,
      Scratch own) {
    int margin = shape.margin();
    int step = x.width();
    float[] seen = own.floats(stripes.size(stripe, margin, step, 0));
    stripes.fill(stripe, margin, x, step, seen);
    int pitch = stripes.pitch(stripe, margin);
    int[] taps = taps(shape, pitch, step, false);
    for (int row = stripes.top(stripe); row < stripes.bottom(stripe); row++) {
      int at = (row - stripes.top(stripe)) * pitch * step;
      int from = dz.row(stripes.cell(stripe, row));
      for (int tap = 0; tap < taps.length; tap++) {
        for (int j = 0; j < step; j += COUNT) {
          int place = to + tap * step + j;
          FloatVector sum = FloatVector.zero(FLOATS);
          for (int i = 0; i < stripes.width(stripe); i++) {
            FloatVector g = load(dz.values(), from + i * dz.stride() + j);
            sum = fma(load(seen, at + i * step + taps[tap] + j), g, sum);
          }
          load(partial, place).add(sum).intoArray(partial, place);
        }
      }
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
