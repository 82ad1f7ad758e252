package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;
import static org.ribond.engine.compute.vector.MapTile.CELLS;

import java.util.Arrays;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Layout;

/**
 * {@link AxialAttention} and its gradient. A thread takes one head of one line, copies its queries,
 * keys and values close together, and goes through the queries a few at a time: their scores by all
 * keys are all that is ever made of the table of shares. The way back makes them once more.
 */
final class AxialAttentions {
  /** Queries whose scores are made together, a multiple of a tile's rows. */
  private static final int QUERIES = 4 * CELLS;

  private static final int[] ONE_RUN = {0};

  private final Workers workers;
  private final Scratch[] scratch;

  AxialAttentions(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** See {@link org.ribond.engine.compute.Backend#axialAttention}; shapes are checked. */
  void forward(AxialAttention attention, Layout layout, VectorMatrix projected, VectorMatrix out) {
    AxialAttention.Line[] lines = attention.all(layout);
    int heads = attention.heads();
    workers.run(
        lines.length * heads,
        (each, worker) -> {
          AxialAttention.Line line = lines[each / heads];
          Head head = new Head(line, each % heads, out.columns(), heads, scratch[worker], false);
          head.load(projected);
          head.forward(out);
        });
  }

  /** See {@link org.ribond.engine.compute.Backend#axialAttentionGradient}; shapes are checked. */
  void backward(
      AxialAttention attention,
      Layout layout,
      VectorMatrix projected,
      VectorMatrix gradient,
      VectorMatrix projectedGradient) {
    AxialAttention.Line[] lines = attention.all(layout);
    int heads = attention.heads();
    int width = gradient.columns();
    workers.run(
        lines.length * heads,
        (each, worker) -> {
          AxialAttention.Line line = lines[each / heads];
          Head head = new Head(line, each % heads, width, heads, scratch[worker], true);
          head.load(projected);
          head.backward(projected, gradient, projectedGradient);
        });
  }

  /**
   * One head of one line. Matrices of sites x channels stand as rows ({@code a} of a tile) or as
   * panels of channels ({@code b}); keys and values, transposed, as panels of sites.
   */
  private static final class Head {
    private final AxialAttention.Line line;
    private final int count;
    private final int padded;
    private final int width;
    private final int channels;
    private final int row;
    private final int first;
    private final float scale;
    private final float[] memory;
    private int used;

    private final int queries;
    private final int keysTurned;
    private final int values;
    private final int scores;
    private final int result;

    /** What the way back needs besides. */
    private final int queryPanels;

    private final int keys;
    private final int valuesTurned;
    private final int gradients;
    private final int gradientPanels;
    private final int ofShares;
    private final int ofKeys;
    private final int ofValues;
    private final int narrow;

    Head(
        AxialAttention.Line line,
        int head,
        int width,
        int heads,
        Scratch scratch,
        boolean isBackward) {
      this.line = line;
      this.width = width;
      count = line.count();
      // Room for the widest panel of sites and the highest tile.
      padded = roundUp(count, MapTile.WIDEST);
      channels = width / heads;
      row = roundUp(channels, MapTile.WIDEST);
      first = head * channels;
      scale = (float) (1 / Math.sqrt(channels));
      int size = Math.multiplyExact(padded, row);
      int block = Math.multiplyExact(QUERIES, padded);
      queries = place(size);
      keysTurned = place(size);
      values = place(size);
      scores = place(block);
      result = place(QUERIES * row);
      int more = isBackward ? 1 : 0;
      queryPanels = place(more * size);
      keys = place(more * size);
      valuesTurned = place(more * size);
      gradients = place(more * size);
      gradientPanels = place(more * size);
      ofShares = place(more * block);
      ofKeys = place(more * size);
      ofValues = place(more * size);
      narrow = place(more * QUERIES * LINE);
      memory = scratch.floats(used + LINE);
    }

    private int place(int size) {
      int at = used;
      used = Math.addExact(used, size);
      return at;
    }

    /** Queries, keys and values of the head, in the forms that are needed. */
    void load(VectorMatrix projected) {
      rows(projected, first, queries);
      turned(projected, width + first, keysTurned);
      panels(projected, 2 * width + first, values);
    }

    private int row(VectorMatrix matrix, int site) {
      return matrix.row(line.first() + site * line.step());
    }

    private void rows(VectorMatrix from, int column, int to) {
      for (int site = 0; site < count; site++) {
        System.arraycopy(
            from.values(), row(from, site) + column, memory, to + site * row, channels);
      }
    }

    /** Panels of channels: {@code width} of them for each site, the rest zeros. */
    private void panels(VectorMatrix from, int column, int to) {
      for (int c = 0; c < channels; c += MapTile.width(channels, c)) {
        int wide = MapTile.width(channels, c);
        int some = Math.min(wide, channels - c);
        for (int site = 0; site < count; site++) {
          int at = to + c * padded + site * wide;
          System.arraycopy(from.values(), row(from, site) + column + c, memory, at, some);
          Arrays.fill(memory, at + some, at + wide, 0);
        }
      }
    }

    /** Panels of sites: for each channel {@code width} of them, the rest zeros. */
    private void turned(VectorMatrix from, int column, int to) {
      for (int site = 0; site < count; site += MapTile.width(count, site)) {
        int wide = MapTile.width(count, site);
        int some = Math.min(wide, count - site);
        int panel = to + site * channels;
        for (int i = 0; i < some; i++) {
          int at = row(from, site + i) + column;
          for (int c = 0; c < channels; c++) {
            memory[panel + c * wide + i] = from.values()[at + c];
          }
        }
        for (int i = some; i < wide; i++) {
          for (int c = 0; c < channels; c++) {
            memory[panel + c * wide + i] = 0;
          }
        }
      }
    }

    void forward(VectorMatrix out) {
      for (int query = 0; query < count; query += QUERIES) {
        int some = Math.min(QUERIES, count - query);
        shares(query, some);
        combine(some, scores, values);
        store(query, some, 0, out);
      }
    }

    /** The shares of {@code some} queries, in {@link #scores}, zeros behind the last site. */
    private void shares(int query, int some) {
      table(queries + query * row, some, keysTurned, scores);
      AxialKernels.belowLargest(memory, scores, some, count, padded, scale, memory, result);
      int length = roundUp(count, LINE);
      for (int at = scores; at < scores + some * padded; at += padded) {
        Functions.exp(memory, at, at + length);
      }
      AxialKernels.shares(memory, scores, some, count, padded, memory, result);
    }

    /** {@code to = a turned} for {@code some} rows of {@code a}: a number for each site. */
    private void table(int a, int some, int turned, int to) {
      for (int site = 0; site < count; site += MapTile.width(count, site)) {
        int wide = MapTile.width(count, site);
        for (int i = 0; i < some; i += CELLS) {
          MapTile.cells(
              ONE_RUN,
              channels,
              memory,
              a + i * row,
              row,
              memory,
              turned + site * channels,
              wide,
              memory,
              to + i * padded + site,
              padded);
        }
      }
    }

    /** {@code result = table panels} for {@code some} rows of a table of sites. */
    private void combine(int some, int table, int panels) {
      for (int c = 0; c < channels; c += MapTile.width(channels, c)) {
        int wide = MapTile.width(channels, c);
        for (int i = 0; i < some; i += CELLS) {
          MapTile.cells(
              ONE_RUN,
              count,
              memory,
              table + i * padded,
              padded,
              memory,
              panels + c * padded,
              wide,
              memory,
              result + i * row + c,
              row);
        }
      }
    }

    /** Stores rows of {@link #result} to the head's channels of part {@code part}. */
    private void store(int query, int some, int part, VectorMatrix out) {
      for (int i = 0; i < some; i++) {
        int to = row(out, query + i) + part * width + first;
        System.arraycopy(memory, result + i * row, out.values(), to, channels);
      }
    }

    void backward(VectorMatrix projected, VectorMatrix gradient, VectorMatrix projectedGradient) {
      panels(projected, first, queryPanels);
      panels(projected, width + first, keys);
      turned(projected, 2 * width + first, valuesTurned);
      rows(gradient, first, gradients);
      panels(gradient, first, gradientPanels);
      Arrays.fill(memory, ofKeys, ofKeys + padded * row, 0);
      Arrays.fill(memory, ofValues, ofValues + padded * row, 0);
      for (int query = 0; query < count; query += QUERIES) {
        int some = Math.min(QUERIES, count - query);
        shares(query, some);
        addTurned(some, scores, gradientPanels, query, ofValues);
        table(gradients + query * row, some, valuesTurned, ofShares);
        AxialKernels.scoreGradients(
            memory, scores, ofShares, some, count, padded, scale, memory, result);
        addTurned(some, ofShares, queryPanels, query, ofKeys);
        combine(some, ofShares, keys);
        store(query, some, 0, projectedGradient);
      }
      storePanels(ofKeys, 1, projectedGradient);
      storePanels(ofValues, 2, projectedGradient);
    }

    /** Where channel {@code c} of a site is in panels of channels. */
    private int panelPlace(int site, int c) {
      int begin = c / MapTile.WIDEST * MapTile.WIDEST;
      return begin * padded + site * MapTile.width(channels, begin) + c - begin;
    }

    /** {@code to += table' panels}, a row for each site, over {@code some} queries. */
    private void addTurned(int some, int table, int panels, int query, int to) {
      for (int c = 0; c < channels; c += MapTile.width(channels, c)) {
        int wide = MapTile.width(channels, c);
        int from = panels + c * padded + query * wide;
        for (int line = 0; line < wide; line += LINE) {
          Panels.copyRows(memory, from + line, wide, some, LINE, memory, narrow, LINE);
          for (int site = 0; site < count; site += CELLS) {
            MapTile.sums(some, memory, table + site, padded, memory, narrow, memory, result);
            for (int i = 0; i < CELLS; i++) {
              int at = to + c * padded + (site + i) * wide + line;
              Panels.take(memory, result + i * LINE, LINE, memory, at, true);
            }
          }
        }
      }
    }

    private void storePanels(int panels, int part, VectorMatrix out) {
      for (int site = 0; site < count; site++) {
        int to = row(out, site) + part * width + first;
        for (int c = 0; c < channels; c += MapTile.width(channels, c)) {
          int some = Math.min(MapTile.width(channels, c), channels - c);
          System.arraycopy(memory, panels + panelPlace(site, c), out.values(), to + c, some);
        }
      }
    }
  }
}
