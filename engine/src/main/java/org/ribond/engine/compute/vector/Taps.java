package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Tile.ROWS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A matrix with a row for each site of a convolution's result and a column for each channel of each
 * of its taps, which is never made: blocks of it are gathered where they are multiplied. Row {@code
 * q} of a chain sees, by tap {@code k}, site {@code q * step + offsets[k]} of the same chain of the
 * source, or zeros where there is none.
 *
 * @param source sites x channels
 * @param sites first row of each chain of the source, and their number
 * @param rows first row of each chain of the result, and their number
 * @param step distance of the sites that two neighbouring rows see, at least 1
 * @param offsets of each tap
 */
record Taps(VectorMatrix source, int[] sites, int[] rows, int step, int[] offsets) {
  /** Columns. */
  int length() {
    return offsets.length * source.columns();
  }

  /** The chain that a row belongs to. */
  private int chain(int row) {
    int found = Arrays.binarySearch(rows, row);
    int chain = found < 0 ? -found - 2 : found;
    // Empty chains begin where the next one does.
    while (rows[chain + 1] == row) {
      chain++;
    }
    return chain;
  }

  /**
   * Gathers rows {@code top} to {@code bottom} of {@code length} columns from {@code start} on,
   * which are those of whole taps, dense into {@code to}. A cache line behind them is overwritten
   * too: taps are copied in whole lines, and each is put right by the next.
   */
  void rows(int top, int bottom, int start, int length, float[] to) {
    int channels = source.columns();
    if (length == 0 || top == bottom) {
      return;
    }
    int first = start / channels;
    int end = first + length / channels;
    int chain = chain(top);
    int at = 0;
    for (int row = top; row < bottom; row++) {
      while (rows[chain + 1] == row) {
        chain++;
      }
      int middle = (row - rows[chain]) * step;
      int begin = sites[chain];
      int count = sites[chain + 1] - begin;
      for (int tap = first; tap < end; tap++) {
        int site = middle + offsets[tap];
        if (site >= 0 && site < count) {
          copy(source.values(), source.row(begin + site), channels, to, at);
        } else {
          clear(channels, to, at);
        }
        at += channels;
      }
    }
  }

  private static void copy(float[] from, int at, int channels, float[] to, int toAt) {
    for (int j = 0; j < channels; j += COUNT) {
      FloatVector.fromArray(FLOATS, from, at + j).intoArray(to, toAt + j);
    }
  }

  private static void clear(int channels, float[] to, int toAt) {
    for (int j = 0; j < channels; j += COUNT) {
      FloatVector.zero(FLOATS).intoArray(to, toAt + j);
    }
  }

  /**
   * Gathers {@link Tile#ROWS} columns from {@code column} on, of {@code count} rows from {@code
   * start} on, row by row into {@code to} from {@code toAt}. Columns behind the last are zeros.
   */
  void columns(int column, int start, int count, float[] to, int toAt) {
    if (count == 0) {
      return;
    }
    int channels = source.columns();
    int chain = chain(start);
    int end = start + count;
    int row = start;
    while (row < end) {
      while (rows[chain + 1] == row) {
        chain++;
      }
      int stop = Math.min(rows[chain + 1], end);
      int at = toAt + (row - start) * ROWS;
      int channel = column % channels;
      if (channel + ROWS <= channels) {
        lines(chain, column / channels, channel, row, stop, to, at);
      } else {
        for (int i = 0; i < ROWS; i++) {
          single(chain, column + i, row, stop, to, at + i);
        }
      }
      row = stop;
    }
  }

  /** Neighbouring channels of one tap for rows of one chain. */
  private void lines(int chain, int tap, int channel, int row, int stop, float[] to, int toAt) {
    int from = seen(chain, offsets[tap], 0, row, stop);
    int until = seen(chain, offsets[tap], sites[chain + 1] - sites[chain], row, stop);
    Arrays.fill(to, toAt, toAt + (from - row) * ROWS, 0);
    if (from < until) {
      Panels.copyColumns(
          source.values(),
          source.row(site(chain, offsets[tap], from)) + channel,
          source.stride() * step,
          until - from,
          to,
          toAt + (from - row) * ROWS,
          ROWS);
    }
    int last = Math.max(from, until);
    Arrays.fill(to, toAt + (last - row) * ROWS, toAt + (stop - row) * ROWS, 0);
  }

  /** One column for rows of one chain. */
  private void single(int chain, int column, int row, int stop, float[] to, int toAt) {
    int channels = source.columns();
    int from = stop;
    int until = stop;
    int at = 0;
    if (column < length()) {
      int offset = offsets[column / channels];
      from = seen(chain, offset, 0, row, stop);
      until = seen(chain, offset, sites[chain + 1] - sites[chain], row, stop);
      at = from < until ? source.row(site(chain, offset, from)) + column % channels : 0;
    }
    int distance = source.stride() * step;
    for (int i = row; i < stop; i++) {
      boolean isSeen = i >= from && i < until;
      to[toAt + (i - row) * ROWS] = isSeen ? source.values()[at + (i - from) * distance] : 0;
    }
  }

  /**
   * The first of rows {@code row} to {@code stop} that sees site {@code least} or one behind it.
   */
  private int seen(int chain, int offset, int least, int row, int stop) {
    long first = rows[chain] + Math.ceilDiv((long) least - offset, step);
    return Math.clamp(first, row, stop);
  }

  /** The row of the source that a row sees. */
  private int site(int chain, int offset, int row) {
    return sites[chain] + (row - rows[chain]) * step + offset;
  }
}
