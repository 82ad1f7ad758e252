package org.ribond.engine.compute;

import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * An inverted dropout mask, given by its place in the run and never stored.
 *
 * <p>Element (row {@code i}, column {@code j}) of a layer's output is kept where the 16-bit number
 * {@code h} of that element is at least {@link #threshold()}, and is then multiplied by {@link
 * #scale()}; otherwise it is 0. With Philox counter {@code (j / 8, firstRow + i,
 * DROPOUT.word(layer), step)} and key {@code (seed, member)}, {@code h} is the lower half of word
 * {@code (j % 8) / 2} where {@code j} is even, the upper half where it is odd.
 *
 * @param rate probability that an element is dropped, 0 up to but not including 1
 * @param seed seed of the run
 * @param member number of the ensemble member
 * @param layer number of the layer, 0 to 65,535
 * @param step number of the optimiser step
 * @param firstRow row of the mini-batch that row 0 of the matrix is
 */
public record Dropout(float rate, int seed, int member, int layer, int step, int firstRow) {
  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, 0, 0, 0, 0, 0);

  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + " is not in [0, 1)");
    }
  }

  /** Whether any element may be dropped. */
  public boolean isActive() {
    return threshold() > 0;
  }

  /** Elements whose 16-bit number is less than this are dropped: {@code round(rate * 65536)}. */
  public int threshold() {
    return Math.min(Math.round(rate * 65536), 65535);
  }

  /** What kept elements are multiplied by, so that the mean is unchanged. */
  public float scale() {
    return (float) (65536.0 / (65536 - threshold()));
  }

  /** The same mask for a matrix whose row 0 is row {@code row} of the mini-batch. */
  public Dropout atRow(int row) {
    return new Dropout(rate, seed, member, layer, step, row);
  }

  /** The factor of one element: 0 or {@link #scale()}. The reference for every backend. */
  public float factor(int row, int column, int[] scratch) {
    Philox.block(
        column >>> 3,
        firstRow + row,
        RandomStream.DROPOUT.word(layer),
        step,
        seed,
        member,
        scratch);
    int word = scratch[(column & 7) >>> 1];
    int half = (column & 1) == 0 ? word & 0xFFFF : word >>> 16;
    return half >= threshold() ? scale() : 0;
  }

  /** Which of the first {@code count} elements of a row are kept, as {@link #factor} says. */
  public boolean[] kept(int row, int count) {
    boolean[] kept = new boolean[count];
    int[] block = new int[4];
    int threshold = threshold();
    int layerWord = RandomStream.DROPOUT.word(layer);
    for (int column = 0; column < count; column++) {
      if ((column & 7) == 0) {
        Philox.block(column >>> 3, firstRow + row, layerWord, step, seed, member, block);
      }
      int word = block[(column & 7) >>> 1];
      int half = (column & 1) == 0 ? word & 0xFFFF : word >>> 16;
      kept[column] = half >= threshold;
    }
    return kept;
  }
}
