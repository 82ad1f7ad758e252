package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.BITS;
import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.LINE;

/**
 * The shape of the innermost product, {@code c = a b} for a tile of four rows and one panel of
 * {@code b}, which {@link RowTile} and {@link PanelTile} carry out. The sums of a tile stay in
 * registers for all of {@code k}; each is taken in ascending order of {@code k}, so that its bits
 * do not depend on the width of vectors.
 *
 * <p>Where there are 32 registers, with 512-bit vectors, a tile is four vectors wide: a step is 8
 * loads for 16 fused operations. With 16 registers it is two vectors wide: eight sums hide the
 * latency of four cycles of two units, and they, two vectors of {@code b} and one element of {@code
 * a} leave room to spare, so that C2 keeps them all, where it stores and reloads one sum in every
 * step of the classic six rows.
 *
 * <p>Sums of wide tiles that are to be added to {@code c} are stored beside it and taken from
 * there. C2 gives up inlining when a method has a number of nodes ({@code
 * NodeCountInliningCutoff}), and with sixteen additions in the method half of its stores became
 * calls, each with a vector boxed for it. Narrower tiles add by themselves, which costs them less.
 *
 * <p>Kernels are written out, one for each width and each way of reading {@code a}: sums in an
 * array or in a loop would not stay in registers, and a distance that is no constant costs a bounds
 * check in every step.
 *
 * <p>After its loop a kernel calls nothing but the Vector API, which C2 inlines wherever it stands.
 * A method of ours in a place that was seldom passed so far would be called, its vector boxed, and
 * with it all sums of the loop, in each of its steps: some starts were slower by a factor of six to
 * twenty.
 */
final class Tile {
  /** Rows of a tile; divides {@link Lanes#LINE}. */
  static final int ROWS = 4;

  /** Whether there are registers for tiles of four vectors. */
  static final boolean WIDE = BITS == 512;

  /** Columns of a panel of {@code b}, if so many are left: a multiple of a cache line. */
  static final int COLUMNS = WIDE ? 4 * COUNT : Math.max(2 * COUNT, LINE);

  /** Columns of a panel that is taken two vectors at a time. */
  static final int PAIRS = Math.max(2 * COUNT, LINE);

  private Tile() {}

  /** Panels of a matrix of {@code columns} columns. */
  static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /**
   * First column of a panel; of the panel after the last, all columns with their padding. Where the
   * last of several would be one vector wide it takes another from the one before: four sums by
   * themselves do not hide the latency, and run at half the rate.
   */
  static int column(int columns, int panel) {
    int padded = Lanes.roundUp(columns, LINE);
    int column = Math.min(panel * COLUMNS, padded);
    return WIDE && panel > 0 && padded - column == COUNT ? column - COUNT : column;
  }
}
