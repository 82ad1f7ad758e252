package org.ribond.engine.compute;

import java.util.Arrays;

/** {@link MapOperations} on the host, in double. Arrays are dense and row-major. */
final class MapFormulas {
  private MapFormulas() {}

  /** Visits what each cell sees. */
  @FunctionalInterface
  private interface Taps {
    void visit(int tap, int seen, int cell);
  }

  private static void taps(MapConvolution shape, Layout maps, Taps taps) {
    int half = shape.width() / 2;
    for (int map = 0; map < maps.count(); map++) {
      int width = maps.width(map);
      for (int cell = 0; cell < maps.length(map); cell++) {
        for (int tap = 0; tap < shape.taps(); tap++) {
          int row = cell / width + (tap / shape.width() - half) * shape.dilation();
          int column = cell % width + (tap % shape.width() - half) * shape.dilation();
          if (row >= 0 && row < maps.height(map) && column >= 0 && column < width) {
            taps.visit(tap, maps.start(map) + row * width + column, maps.start(map) + cell);
          }
        }
      }
    }
  }

  /** Visits each weight that a tap has: from which channel to which it leads, and its place. */
  @FunctionalInterface
  private interface Entries {
    void visit(int channel, int j, int weight);
  }

  private static void entries(MapConvolution shape, int tap, int channels, int n, Entries entries) {
    for (int channel = 0; channel < channels; channel++) {
      if (shape.depthwise()) {
        entries.visit(channel, channel, tap * n + channel);
      } else {
        for (int j = 0; j < n; j++) {
          entries.visit(channel, j, (tap * channels + channel) * n + j);
        }
      }
    }
  }

  static void convolution(
      MapConvolution shape,
      Layout maps,
      int channels,
      int n,
      double[] x,
      double[] weights,
      double[] out) {
    Arrays.fill(out, 0);
    taps(
        shape,
        maps,
        (tap, seen, cell) ->
            entries(
                shape,
                tap,
                channels,
                n,
                (channel, j, weight) ->
                    out[cell * n + j] += x[seen * channels + channel] * weights[weight]));
  }

  static void inputGradient(
      MapConvolution shape,
      Layout maps,
      int channels,
      int n,
      double[] dz,
      double[] weights,
      boolean accumulate,
      double[] dx) {
    if (!accumulate) {
      Arrays.fill(dx, 0);
    }
    taps(
        shape,
        maps,
        (tap, seen, cell) ->
            entries(
                shape,
                tap,
                channels,
                n,
                (channel, j, weight) ->
                    dx[seen * channels + channel] += dz[cell * n + j] * weights[weight]));
  }

  static void weightGradient(
      MapConvolution shape,
      Layout maps,
      int channels,
      int n,
      double[] x,
      double[] dz,
      double[] gradient) {
    taps(
        shape,
        maps,
        (tap, seen, cell) ->
            entries(
                shape,
                tap,
                channels,
                n,
                (channel, j, weight) ->
                    gradient[weight] += x[seen * channels + channel] * dz[cell * n + j]));
  }

  static void outerSum(
      Layout rows,
      Layout columns,
      int n,
      double[] p,
      double[] q,
      boolean accumulate,
      double[] out) {
    int at = 0;
    for (int map = 0; map < rows.count(); map++) {
      for (int i = rows.start(map); i < rows.start(map + 1); i++) {
        for (int j = columns.start(map); j < columns.start(map + 1); j++) {
          for (int c = 0; c < n; c++) {
            out[at] = p[i * n + c] + q[j * n + c] + (accumulate ? out[at] : 0);
            at++;
          }
        }
      }
    }
  }

  static void sums(
      MapSide side, Layout maps, int n, double[] x, boolean accumulate, double[] sums) {
    if (!accumulate) {
      Arrays.fill(sums, 0);
    }
    Layout chains = side.chains(maps);
    for (int map = 0; map < maps.count(); map++) {
      for (int cell = 0; cell < maps.length(map); cell++) {
        int width = maps.width(map);
        int site = chains.start(map) + (side == MapSide.ROWS ? cell / width : cell % width);
        for (int c = 0; c < n; c++) {
          sums[site * n + c] += x[(maps.start(map) + cell) * n + c];
        }
      }
    }
  }

  static void transpose(Layout maps, int n, double[] x, boolean accumulate, double[] out) {
    for (int map = 0; map < maps.count(); map++) {
      int width = maps.width(map);
      int start = maps.start(map);
      for (int cell = 0; cell < maps.length(map); cell++) {
        int other = cell % width * width + cell / width;
        for (int c = 0; c < n; c++) {
          int at = (start + cell) * n + c;
          out[at] = x[(start + other) * n + c] + (accumulate ? out[at] : 0);
        }
      }
    }
  }
}
