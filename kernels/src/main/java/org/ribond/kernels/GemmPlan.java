package org.ribond.kernels;

/**
 * Tile and splits of a product.
 *
 * @param tile rows and columns of the part of the result that a work-group takes
 * @param splits parts of the inner dimension that are summed apart, so that there are work-groups
 *     for the whole device
 */
record GemmPlan(int tile, int splits) {
  private static final int LEAST_DEPTH = 256;
  private static final int MOST_SPLITS = 32;
  private static final int LARGE = 128;

  /** What {@link TiledGemm} chooses from: tiles of 128 and, at about 0.7 of their rate, of 64. */
  static GemmPlan tiled(int m, int n, int k, int computeUnits) {
    return best(m, n, k, computeUnits, 64, 64);
  }

  /** What {@link TensorGemm} chooses from: splits alone. Its products take a fifth of the time. */
  static GemmPlan tensor(int m, int n, int k, int computeUnits) {
    return best(m, n, k, computeUnits, LARGE, 320);
  }

  /**
   * The cheapest plan for a device. The cost is that of the compute unit with most to do, in
   * multiply-adds: a lone large tile on a unit runs at about 0.7 of two's rate, and storing and
   * reading back an element of a partial result takes as long as some multiply-adds.
   */
  private static GemmPlan best(
      int m, int n, int k, int computeUnits, int leastTile, double partialCost) {
    GemmPlan best = new GemmPlan(leastTile, 1);
    double least = Double.POSITIVE_INFINITY;
    for (int tile = LARGE; tile >= leastTile; tile /= 2) {
      long tiles = (long) Math.ceilDiv(m, tile) * Math.ceilDiv(n, tile);
      for (int splits = 1; splits <= MOST_SPLITS; splits *= 2) {
        if (splits > 1 && k / splits < LEAST_DEPTH) {
          break;
        }
        long rounds = Math.ceilDiv(tiles * splits, (long) computeUnits);
        int resident = tile == LARGE ? 2 : 8;
        double rate = tile == LARGE ? 1 : 0.7;
        double filled = 0.4 + 0.6 * Math.min(1, rounds / (double) resident);
        double depth = Math.ceilDiv(k, splits) + 32;
        double cost = rounds * (double) tile * tile * depth / (rate * filled);
        if (splits > 1) {
          cost += partialCost * splits * m * n / computeUnits;
        }
        if (cost < least) {
          least = cost;
          best = new GemmPlan(tile, splits);
        }
      }
    }
    return best;
  }

  /** Inner dimension of each split, a multiple of what kernels take at a time. */
  int depth(int k) {
    return Math.max(16, Math.ceilDiv(Math.ceilDiv(k, splits), 16) * 16);
  }
}
