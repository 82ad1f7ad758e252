package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;

import java.util.Arrays;
import org.ribond.engine.compute.Layout;

/**
 * Normalisation of whole items, such as maps. Sums are taken along rows, then over the rows of a
 * block, then over the blocks of an item, in doubles from there on.
 */
final class ItemNormalisations {
  /** Rows that one thread takes at a time; blocks begin with their item. */
  private static final int BLOCK_ROWS = 256;

  private final Workers workers;
  private final Scratch[] scratch;
  private float[] partial = new float[0];

  ItemNormalisations(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** The blocks of all items: the item, the first row and the end of each. */
  private record Blocks(int[] item, int[] top, int[] bottom) {
    static Blocks of(Layout layout) {
      int count = 0;
      for (int each = 0; each < layout.count(); each++) {
        count += Math.ceilDiv(layout.length(each), BLOCK_ROWS);
      }
      Blocks blocks = new Blocks(new int[count], new int[count], new int[count]);
      int at = 0;
      for (int each = 0; each < layout.count(); each++) {
        for (int row = layout.start(each); row < layout.start(each + 1); row += BLOCK_ROWS) {
          blocks.item[at] = each;
          blocks.top[at] = row;
          blocks.bottom[at] = Math.min(row + BLOCK_ROWS, layout.start(each + 1));
          at++;
        }
      }
      return blocks;
    }

    int count() {
      return item.length;
    }
  }

  /** What each item is normalised by. */
  private record Moments(float[] means, float[] factors) {}

  /** A number of each block. */
  private interface BlockSum {
    double of(int block, int top, int bottom, float[] lanes);
  }

  /** The sums of all blocks of each item, over the item's numbers. */
  private double[] means(Layout layout, Blocks blocks, int n, BlockSum sum) {
    double[] sums = new double[blocks.count()];
    workers.run(
        blocks.count(),
        (block, worker) ->
            sums[block] =
                sum.of(
                    block,
                    blocks.top[block],
                    blocks.bottom[block],
                    scratch[worker].floats(2 * LINE)));
    double[] means = new double[layout.count()];
    for (int block = 0; block < blocks.count(); block++) {
      int item = blocks.item[block];
      means[item] += sums[block] / ((double) layout.length(item) * n);
    }
    return means;
  }

  private Moments moments(Layout layout, Blocks blocks, VectorMatrix x, float epsilon) {
    int n = x.columns();
    float[] values = x.values();
    double[] means =
        means(
            layout,
            blocks,
            n,
            (block, top, bottom, lanes) -> {
              double sum = 0;
              for (int i = top; i < bottom; i++) {
                sum += (double) n * NormalisationKernels.mean(values, x.row(i), n, lanes);
              }
              return sum;
            });
    double[] variances =
        means(
            layout,
            blocks,
            n,
            (block, top, bottom, lanes) -> {
              float mean = (float) means[blocks.item[block]];
              double sum = 0;
              for (int i = top; i < bottom; i++) {
                sum += NormalisationKernels.squares(values, x.row(i), n, mean, lanes);
              }
              return sum;
            });
    Moments moments = new Moments(new float[means.length], new float[means.length]);
    for (int item = 0; item < means.length; item++) {
      moments.means[item] = (float) means[item];
      moments.factors[item] = (float) (1 / Math.sqrt(variances[item] + epsilon));
    }
    return moments;
  }

  /** See {@link org.ribond.engine.compute.Backend#normaliseItems}; shapes are checked. */
  void forward(
      Layout layout,
      VectorMatrix x,
      VectorMatrix gain,
      VectorMatrix shift,
      float epsilon,
      VectorMatrix out) {
    Blocks blocks = Blocks.of(layout);
    Moments moments = moments(layout, blocks, x, epsilon);
    workers.run(
        blocks.count(),
        (block, worker) -> {
          float mean = moments.means[blocks.item[block]];
          float factor = moments.factors[blocks.item[block]];
          for (int i = blocks.top[block]; i < blocks.bottom[block]; i++) {
            NormalisationKernels.row(
                x.values(),
                x.row(i),
                x.columns(),
                mean,
                factor,
                gain.values(),
                shift.values(),
                out.values());
          }
        });
  }

  /** See {@link org.ribond.engine.compute.Backend#normaliseItemsGradient}; shapes are checked. */
  void backward(
      Layout layout,
      VectorMatrix x,
      VectorMatrix gain,
      float epsilon,
      VectorMatrix gradient,
      VectorMatrix gainGradient,
      VectorMatrix shiftGradient) {
    Blocks blocks = Blocks.of(layout);
    Moments moments = moments(layout, blocks, x, epsilon);
    int n = x.columns();
    int width = x.width();
    float[] g = gradient.values();
    int size = blocks.count() * 2 * width;
    if (partial.length < size) {
      partial = new float[size];
    }
    Arrays.fill(partial, 0, size, 0);
    float[] sums = partial;
    double[][] parts = new double[2][blocks.count()];
    workers.run(
        blocks.count(),
        (block, worker) -> {
          float[] lanes = scratch[worker].floats(2 * LINE);
          float mean = moments.means[blocks.item[block]];
          float factor = moments.factors[blocks.item[block]];
          for (int i = blocks.top[block]; i < blocks.bottom[block]; i++) {
            int at = x.row(i);
            NormalisationKernels.addProducts(
                x.values(), g, at, width, mean, factor, sums, block * 2 * width);
            NormalisationKernels.products(x.values(), at, n, mean, factor, gain.values(), g, lanes);
            parts[0][block] += NormalisationKernels.total(lanes, 0);
            parts[1][block] += NormalisationKernels.total(lanes, LINE);
          }
        });
    double[][] means = new double[2][layout.count()];
    for (int block = 0; block < blocks.count(); block++) {
      int at = block * 2 * width;
      float[] ofGain = gainGradient.values();
      float[] ofShift = shiftGradient.values();
      RowKernels.add(sums, at, ofGain, 0, ofGain, 0, width);
      RowKernels.add(sums, at + width, ofShift, 0, ofShift, 0, width);
      int item = blocks.item[block];
      double numbers = (double) layout.length(item) * n;
      means[0][item] += parts[0][block] / numbers;
      means[1][item] += parts[1][block] / numbers;
    }
    workers.run(
        blocks.count(),
        (block, worker) -> {
          int item = blocks.item[block];
          for (int i = blocks.top[block]; i < blocks.bottom[block]; i++) {
            NormalisationKernels.rowGradient(
                x.values(),
                x.row(i),
                n,
                moments.means[item],
                moments.factors[item],
                gain.values(),
                g,
                (float) means[0][item],
                (float) means[1][item]);
          }
        });
  }
}
