package org.ribond.engine.compute;

import java.util.Arrays;
import java.util.Objects;

/**
 * How the rows of a matrix, its <em>sites</em>, are arranged. Immutable; layouts of one kind with
 * the same lengths are equal, so that a device can keep what it makes of one.
 */
public final class Layout {
  private final Kind kind;
  private final int[] heights;
  private final int[] widths;
  private final int[] starts;
  private final int hash;

  /** The three ways. */
  public enum Kind {
    /** Rows that know nothing of each other. */
    SAMPLES,
    /** The positions of several sequences, one sequence after another. */
    CHAINS,
    /** The cells of several matrices, one matrix after another, row by row. */
    MAPS
  }

  private Layout(Kind kind, int[] heights, int[] widths) {
    this.kind = kind;
    this.heights = heights;
    this.widths = widths;
    starts = new int[heights.length + 1];
    for (int i = 0; i < heights.length; i++) {
      long end = starts[i] + (long) heights[i] * widths[i];
      if (heights[i] < 0 || widths[i] < 0 || end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "layout: item " + i + " of " + heights[i] + "x" + widths[i] + " sites");
      }
      starts[i + 1] = (int) end;
    }
    hash = Objects.hash(kind, Arrays.hashCode(heights), Arrays.hashCode(widths));
  }

  /** {@code count} rows that know nothing of each other. */
  public static Layout samples(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("layout: " + count + " samples");
    }
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return new Layout(Kind.SAMPLES, ones, ones);
  }

  /** Sequences of these lengths, one after another. */
  public static Layout chains(int... lengths) {
    int[] ones = new int[lengths.length];
    Arrays.fill(ones, 1);
    return new Layout(Kind.CHAINS, lengths.clone(), ones);
  }

  /**
   * Maps of these heights and widths, one after another.
   *
   * @throws IllegalArgumentException if there are not as many of both
   */
  public static Layout maps(int[] heights, int[] widths) {
    if (heights.length != widths.length) {
      throw new IllegalArgumentException(
          "layout: " + heights.length + " heights, " + widths.length + " widths");
    }
    return new Layout(Kind.MAPS, heights.clone(), widths.clone());
  }

  /** Which of the three ways. */
  public Kind kind() {
    return kind;
  }

  /** Number of samples, chains or maps. */
  public int count() {
    return heights.length;
  }

  /** Sites of all items: rows of a matrix of this layout. */
  public int sites() {
    return starts[heights.length];
  }

  /** Row of the first site of item {@code item}; that of {@link #count()} is {@link #sites()}. */
  public int start(int item) {
    return starts[item];
  }

  /** Sites of item {@code item}: the length of a chain. */
  public int length(int item) {
    return starts[item + 1] - starts[item];
  }

  /** Rows of map {@code item}; of a chain its length, of a sample 1. */
  public int height(int item) {
    return heights[item];
  }

  /** Columns of map {@code item}; 1 where this is not of maps. */
  public int width(int item) {
    return widths[item];
  }

  /** The length of the longest item, 0 where there is none. */
  public int longest() {
    int longest = 0;
    for (int item = 0; item < count(); item++) {
      longest = Math.max(longest, length(item));
    }
    return longest;
  }

  /** {@link #start} of every item and of the end, {@link #count()} + 1 numbers. */
  public int[] starts() {
    return starts.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout layout
        && hash == layout.hash
        && kind == layout.kind
        && Arrays.equals(heights, layout.heights)
        && Arrays.equals(widths, layout.widths);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind + " of " + count() + " items, " + sites() + " sites";
  }
}
