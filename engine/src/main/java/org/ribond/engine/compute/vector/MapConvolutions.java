package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.MapTile.CELLS;

import java.util.Arrays;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;

/**
 * Convolution over maps and its gradients: {@code 2 cells taps channels n} FLOPs each.
 *
 * <p>A thread copies a stripe of rows with a margin of zeros around the map. In it, what a cell
 * sees of one row is one run of neighbouring floats (without dilation), so that a product's
 * left-hand rows overlap and nothing is gathered. The gradient of the input is the convolution of
 * the result's gradient with the weights turned around.
 *
 * <p>Sums of a weight's gradient are taken along each row of a map, then over rows, in groups of
 * stripes that depend on the maps alone, then over groups.
 */
final class MapConvolutions {
  /** Groups whose gradients of weights are summed side by side. */
  private static final int GROUPS = 8;

  private final Workers workers;
  private final Scratch[] scratch;
  private float[] packed = new float[0];
  private float[] partial = new float[0];

  MapConvolutions(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** Whether {@link NearTile} is for it. */
  private static boolean isNear(MapConvolution shape) {
    return shape.width() == NearTile.TAPS && shape.dilation() == 1;
  }

  /** Where the runs of a cell begin, in a copy of a stripe, and how long they are. */
  private record Runs(int[] offsets, int length) {
    static Runs of(MapConvolution shape, int pitch, int channels) {
      int width = shape.width();
      if (shape.dilation() == 1) {
        int[] offsets = new int[width];
        for (int row = 0; row < width; row++) {
          offsets[row] = row * pitch * channels;
        }
        return new Runs(offsets, width * channels);
      }
      int[] offsets = new int[shape.taps()];
      for (int tap = 0; tap < offsets.length; tap++) {
        offsets[tap] = (tap / width * pitch + tap % width) * shape.dilation() * channels;
      }
      return new Runs(offsets, channels);
    }
  }

  /** See {@link org.ribond.engine.compute.Backend#mapConvolution}; shapes are checked. */
  void forward(
      MapConvolution shape,
      Layout maps,
      VectorMatrix x,
      VectorMatrix weights,
      VectorMatrix out,
      Epilogue epilogue) {
    int channels = x.columns();
    pack(
        shape,
        weights.rows(),
        out.columns(),
        (row, column) -> weights.row(row(shape, channels, row)) + column,
        weights);
    multiply(shape, maps, x, false, out, epilogue);
  }

  /** See {@link org.ribond.engine.compute.Backend#mapConvolutionInputGradient}. */
  void inputGradient(
      MapConvolution shape,
      Layout maps,
      VectorMatrix dz,
      VectorMatrix weights,
      boolean accumulate,
      VectorMatrix dx) {
    int n = dz.columns();
    int channels = dx.columns();
    int last = shape.taps() - 1;
    pack(
        shape,
        shape.taps() * n,
        channels,
        (row, column) -> {
          int own = row(shape, n, row);
          return weights.row((last - own / n) * channels + column) + own % n;
        },
        weights);
    multiply(shape, maps, dz, accumulate, dx, Epilogue.NONE);
  }

  /**
   * Row of the weights that is number {@code place} in the order in which a tile takes them: taps,
   * then channels; of near ones the taps of a row of taps come last.
   */
  private static int row(MapConvolution shape, int channels, int place) {
    if (!isNear(shape)) {
      return place;
    }
    int tap = place % NearTile.TAPS;
    int channel = place / NearTile.TAPS % channels;
    int line = place / NearTile.TAPS / channels;
    return (line * NearTile.TAPS + tap) * channels + channel;
  }

  /** Where an element of the right-hand side of a product is. */
  @FunctionalInterface
  private interface Element {
    int at(int row, int column);
  }

  /** Columns of the panel from {@code column} on. */
  private static int width(MapConvolution shape, int columns, int column) {
    return isNear(shape) ? LINE : MapTile.width(columns, column);
  }

  /** Copies the right-hand side into panels. */
  private void pack(
      MapConvolution shape, int rows, int columns, Element element, VectorMatrix from) {
    int padded = roundUp(columns, LINE);
    int size = Math.multiplyExact(rows, padded + LINE);
    if (packed.length < size) {
      packed = new float[size];
    }
    float[] values = from.values();
    for (int column = 0; column < columns; column += width(shape, columns, column)) {
      int width = width(shape, columns, column);
      for (int row = 0; row < rows; row++) {
        int line = column * rows + row * width;
        int count = Math.min(width, columns - column);
        for (int j = 0; j < count; j++) {
          packed[line + j] = values[element.at(row, column + j)];
        }
        Arrays.fill(packed, line + count, line + width, 0);
      }
    }
  }

  private void multiply(
      MapConvolution shape,
      Layout maps,
      VectorMatrix x,
      boolean accumulate,
      VectorMatrix out,
      Epilogue epilogue) {
    MapStripes stripes = new MapStripes(maps);
    workers.run(
        stripes.count(),
        (stripe, worker) ->
            stripe(shape, stripes, stripe, x, accumulate, out, epilogue, scratch[worker]));
  }

  private void stripe(
      MapConvolution shape,
      MapStripes stripes,
      int stripe,
      VectorMatrix x,
      boolean accumulate,
      VectorMatrix out,
      Epilogue epilogue,
      Scratch own) {
    int channels = x.columns();
    int margin = shape.margin();
    int size = stripes.size(stripe, margin, channels, CELLS);
    float[] seen = own.floats(size + CELLS * MapTile.WIDEST);
    stripes.fill(stripe, margin, x, channels, seen);
    int pitch = stripes.pitch(stripe, margin);
    Runs runs = Runs.of(shape, pitch, channels);
    int depth = shape.taps() * channels;
    int columns = out.columns();
    int width = stripes.width(stripe);
    for (int column = 0; column < columns; column += width(shape, columns, column)) {
      int wide = width(shape, columns, column);
      for (int row = stripes.top(stripe); row < stripes.bottom(stripe); row++) {
        int at = (row - stripes.top(stripe)) * pitch * channels;
        int cell = stripes.cell(stripe, row);
        for (int first = 0; first < width; first += CELLS) {
          int count = Math.min(CELLS, width - first);
          boolean isAside = accumulate || count < CELLS;
          float[] to = isAside ? seen : out.values();
          int toAt = isAside ? size : out.row(cell + first) + column;
          int distance = isAside ? wide : out.stride();
          int from = at + first * channels;
          int panel = column * depth;
          if (isNear(shape)) {
            NearTile.cells(runs.offsets, channels, seen, from, packed, panel, to, toAt, distance);
          } else {
            MapTile.cells(
                runs.offsets,
                runs.length,
                seen,
                from,
                channels,
                packed,
                panel,
                wide,
                to,
                toAt,
                distance);
          }
          for (int i = 0; isAside && i < count; i++) {
            int place = out.row(cell + first + i) + column;
            Panels.take(seen, size + i * wide, wide, out.values(), place, accumulate);
          }
        }
      }
    }
    int begin = stripes.cell(stripe, stripes.top(stripe));
    int end = stripes.cell(stripe, stripes.bottom(stripe));
    Epilogues.apply(epilogue, out, begin, end, 0, out.width(), own);
  }

  /** See {@link org.ribond.engine.compute.Backend#mapConvolutionWeightGradient}. */
  void weightGradient(
      MapConvolution shape, Layout maps, VectorMatrix x, VectorMatrix dz, VectorMatrix gradient) {
    MapStripes stripes = new MapStripes(maps);
    int groups = Math.min(GROUPS, stripes.count());
    Sums sums = Sums.of(shape, x.columns());
    int size = Math.multiplyExact(sums.rows(), roundUp(dz.columns(), LINE));
    if (partial.length < Math.multiplyExact(groups, size)) {
      partial = new float[groups * size];
    }
    Arrays.fill(partial, 0, groups * size, 0);
    workers.run(
        groups,
        (group, worker) -> {
          int end = (int) ((long) (group + 1) * stripes.count() / groups);
          for (int s = (int) ((long) group * stripes.count() / groups); s < end; s++) {
            addStripe(shape, stripes, s, x, dz, sums, group * size, scratch[worker]);
          }
        });
    for (int group = 0; group < groups; group++) {
      take(shape, sums, x.columns(), group * size, gradient);
    }
  }

  /**
   * How the sums of a gradient stand, in panels of a cache line: run after run, each with rows to
   * fill a tile.
   *
   * @param runs number of runs
   * @param length channels of each, or channels of taps
   * @param taps rows of each of them
   */
  private record Sums(int runs, int length, int taps) {
    static Sums of(MapConvolution shape, int channels) {
      Runs runs = Runs.of(shape, 0, channels);
      return isNear(shape)
          ? new Sums(runs.offsets.length, channels, NearTile.TAPS)
          : new Sums(runs.offsets.length, runs.length, 1);
    }

    int rows() {
      return runs * rowsOfRun();
    }

    int rowsOfRun() {
      return roundUp(length, CELLS) * taps;
    }
  }

  /** Adds a stripe's gradient to panels from {@code to} on. */
  private void addStripe(
      MapConvolution shape,
      MapStripes stripes,
      int stripe,
      VectorMatrix x,
      VectorMatrix dz,
      Sums sums,
      int to,
      Scratch own) {
    int channels = x.columns();
    int margin = shape.margin();
    int size = stripes.size(stripe, margin, channels, CELLS);
    int width = stripes.width(stripe);
    // Lines of zeros before and behind those of the row.
    int edge = (sums.taps - 1) * LINE;
    int tile = CELLS * sums.taps * LINE;
    int aside = size + 2 * edge + width * LINE;
    float[] seen = own.floats(aside + tile);
    stripes.fill(stripe, margin, x, channels, seen);
    Arrays.fill(seen, size, size + edge, 0);
    Arrays.fill(seen, aside - edge, aside, 0);
    int pitch = stripes.pitch(stripe, margin);
    Runs runs = Runs.of(shape, pitch, channels);
    for (int column = 0; column < dz.columns(); column += LINE) {
      for (int row = stripes.top(stripe); row < stripes.bottom(stripe); row++) {
        int from = dz.row(stripes.cell(stripe, row)) + column;
        Panels.copyRows(dz.values(), from, dz.stride(), width, LINE, seen, size + edge, LINE);
        int at = (row - stripes.top(stripe)) * pitch * channels;
        int line = to + column * sums.rows();
        for (int run : runs.offsets) {
          for (int k = 0; k < sums.length; k += CELLS) {
            int first = at + run + k;
            if (isNear(shape)) {
              NearTile.sums(width + 2, seen, first, channels, seen, size, seen, aside);
            } else {
              MapTile.sums(width, seen, first, channels, seen, size, seen, aside);
            }
            Panels.take(seen, aside, tile, partial, line, true);
            line += tile;
          }
        }
      }
    }
  }

  /** Adds panels of sums to the gradient. */
  private void take(
      MapConvolution shape, Sums sums, int channels, int from, VectorMatrix gradient) {
    for (int column = 0; column < gradient.columns(); column += LINE) {
      int panel = from + column * sums.rows();
      for (int run = 0; run < sums.runs; run++) {
        for (int k = 0; k < sums.length * sums.taps; k++) {
          int row = row(shape, channels, run * sums.length * sums.taps + k);
          int line = panel + (run * sums.rowsOfRun() + k) * LINE;
          Panels.take(partial, line, LINE, gradient.values(), gradient.row(row) + column, true);
        }
      }
    }
  }
}
