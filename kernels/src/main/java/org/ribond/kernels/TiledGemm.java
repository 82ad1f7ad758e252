package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/**
 * Matrix products by {@code gemm.cl} and {@code gemm_thin.cl}: a tile of the result to each
 * work-group, and the inner dimension split where there are too few tiles to fill the device.
 */
final class TiledGemm implements Gemm {
  private static final int THIN_COLUMNS = 4;
  private static final int LEAST_DEPTH = 256;
  private static final int MOST_SPLITS = 32;

  private final DeviceQueue queue;
  private final Workspace workspace;
  private final Partials partials;
  private final int computeUnits;

  TiledGemm(DeviceQueue queue, Workspace workspace) {
    this.queue = queue;
    this.workspace = workspace;
    this.partials = new Partials(queue);
    this.computeUnits = Math.max(1, queue.device().computeUnits());
  }

  /**
   * Tile and splits of a product.
   *
   * @param tile rows and columns of a tile, 128 or 64
   * @param splits parts of the inner dimension that are summed apart
   */
  record Plan(int tile, int splits) {
    /**
     * The cheapest plan for a device. The cost is that of the compute unit with most to do, in
     * multiply-adds: a small tile runs at about 0.7 of a large one's rate, a lone large tile on a
     * unit at about 0.7 of two's, and storing and reading back an element of a partial result takes
     * as long as some 64 multiply-adds.
     */
    static Plan best(int m, int n, int k, int computeUnits) {
      Plan best = new Plan(64, 1);
      double least = Double.POSITIVE_INFINITY;
      for (int tile = 128; tile >= 64; tile /= 2) {
        long tiles = (long) Math.ceilDiv(m, tile) * Math.ceilDiv(n, tile);
        for (int splits = 1; splits <= MOST_SPLITS; splits *= 2) {
          if (splits > 1 && k / splits < LEAST_DEPTH) {
            break;
          }
          long rounds = Math.ceilDiv(tiles * splits, (long) computeUnits);
          int resident = tile == 128 ? 2 : 8;
          double rate = tile == 128 ? 1 : 0.7;
          double filled = 0.4 + 0.6 * Math.min(1, rounds / (double) resident);
          double depth = Math.ceilDiv(k, splits) + 32;
          double cost = rounds * (double) tile * tile * depth / (rate * filled);
          if (splits > 1) {
            cost += 64.0 * splits * m * n / computeUnits;
          }
          if (cost < least) {
            least = cost;
            best = new Plan(tile, splits);
          }
        }
      }
      return best;
    }
  }

  @Override
  public void multiply(Product product) {
    if (product.n() > THIN_COLUMNS) {
      tiled(product, Plan.best(product.m(), product.n(), product.k(), computeUnits));
    } else if (product.transposeA()) {
      thinTransposed(product);
    } else {
      thin(product);
    }
  }

  private void tiled(Product product, Plan plan) {
    GpuMatrix c = product.c();
    boolean split = plan.splits > 1;
    int stride = c.stride();
    DeviceMemory target =
        split ? workspace.floats((long) plan.splits * product.m() * stride) : c.memory();
    int kPerSplit = Math.max(8, Math.ceilDiv(Math.ceilDiv(product.k(), plan.splits), 8) * 8);
    Launch launch =
        queue
            .launch("gemm" + plan.tile + product.transposes())
            .memory(product.a().memory())
            .integer(product.a().stride())
            .memory(product.b().memory())
            .integer(product.b().stride())
            .memory(target)
            .integer(stride)
            .integer(product.m())
            .integer(product.n())
            .integer(product.k())
            .integer(kPerSplit)
            .integer(!split && product.accumulate() ? 1 : 0);
    Arguments.epilogue(launch, split ? Epilogue.NONE : product.epilogue(), target)
        .run(
            Math.ceilDiv(product.m(), plan.tile),
            Math.ceilDiv(product.n(), plan.tile),
            plan.splits,
            plan.tile / 8,
            plan.tile / 8);
    if (split) {
      partials.reduce(target, stride, plan.splits, product.accumulate(), c, product.epilogue());
    }
  }

  private void thin(Product product) {
    GpuMatrix c = product.c();
    Launch launch =
        queue
            .launch("gemmThin")
            .memory(product.a().memory())
            .integer(product.a().stride())
            .memory(product.b().memory())
            .integer(product.b().stride())
            .integer(product.transposeB() ? 1 : 0)
            .memory(c.memory())
            .integer(c.stride())
            .integer(product.m())
            .integer(product.n())
            .integer(product.k())
            .integer(product.accumulate() ? 1 : 0);
    Arguments.epilogue(launch, product.epilogue(), c.memory())
        .run(Math.ceilDiv(product.m(), 8), 1, 1, 32, 8);
  }

  private void thinTransposed(Product product) {
    GpuMatrix c = product.c();
    int segments = Math.clamp(product.k() / 256, 1, 128);
    int kPerSegment = Math.ceilDiv(product.k(), segments);
    DeviceMemory sums = workspace.floats((long) segments * product.m() * THIN_COLUMNS);
    queue
        .launch("gemmThinTransposed")
        .memory(product.a().memory())
        .integer(product.a().stride())
        .memory(product.b().memory())
        .integer(product.b().stride())
        .integer(product.transposeB() ? 1 : 0)
        .integer(product.m())
        .integer(product.n())
        .integer(product.k())
        .integer(kPerSegment)
        .memory(sums)
        .run(Math.ceilDiv(product.m(), 32), segments, 1, 32, 8);
    partials.reduce(sums, THIN_COLUMNS, segments, product.accumulate(), c, product.epilogue());
  }
}
