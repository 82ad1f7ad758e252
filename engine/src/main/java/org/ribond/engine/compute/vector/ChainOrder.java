package org.ribond.engine.compute.vector;

import java.util.Arrays;
import org.ribond.engine.compute.Layout;

/**
 * Chains from the longest to the shortest, so that those that have a step number {@code s} are the
 * first ones, in groups that one thread takes through all steps. Groups depend on the chains alone.
 */
final class ChainOrder {
  /** Chains of a group: enough that a panel of weights is read from afar once for many rows. */
  static final int GROUP = 16;

  private Layout chains = Layout.chains();
  private boolean reverse;
  private long[] order = new long[0];
  private int group = 1;

  /** Takes other chains, which are read from their ends if {@code backwards}. */
  void sort(Layout layout, boolean backwards) {
    chains = layout;
    reverse = backwards;
    int count = layout.count();
    if (order.length < count) {
      order = new long[count];
    }
    for (int i = 0; i < count; i++) {
      long missing = (long) Integer.MAX_VALUE - layout.length(i);
      order[i] = (missing << Integer.SIZE) | i;
    }
    Arrays.sort(order, 0, count);
    // Few chains are shared out among threads rather than taken together.
    int quarter = count / 4 / Tile.ROWS * Tile.ROWS;
    group = Math.clamp(quarter, Tile.ROWS, GROUP);
  }

  int groups() {
    return Math.ceilDiv(chains.count(), group);
  }

  /** Place of the first chain of a group. */
  int first(int number) {
    return number * group;
  }

  /** Number of chains of a group. */
  int count(int number) {
    return Math.min(group, chains.count() - first(number));
  }

  /** Most chains of a group. */
  int group() {
    return group;
  }

  /** Steps of the chain at a place. */
  int steps(int place) {
    return chains.length((int) order[place]);
  }

  /** Row of a step of the chain at a place. */
  int site(int place, int step) {
    int chain = (int) order[place];
    return reverse ? chains.start(chain + 1) - 1 - step : chains.start(chain) + step;
  }
}
