package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A multiset of scores in [0, 1], kept exactly in one to three bytes each.
 *
 * <p>Non-negative floats are ordered like their bits. Scores gather in a buffer; when it is full it
 * is sorted and packed into a run: the differences between neighbours, seven bits a byte, low bits
 * first, a set top bit meaning that more follow. The denser the scores of a run lie, the shorter it
 * is: a full run of a million takes little more than a byte a score.
 */
final class PackedScores {
  private static final int SMALLEST_BUFFER = 256;
  private static final int LARGEST_RUN = 1 << 20;
  private static final int LONGEST_CODE = 5;

  private final List<byte[]> runs = new ArrayList<>();
  private int[] open = new int[SMALLEST_BUFFER];
  private int openCount;
  private long size;

  /** Takes what the bits of a score are visited with, ascending within each run. */
  @FunctionalInterface
  interface RunVisitor {
    /** Takes the sorted bits {@code [0, count)} of one run; reused after the call. */
    void run(int[] bits, int count);
  }

  long size() {
    return size;
  }

  /** Adds one score, which the caller has found to be in [0, 1] and not -0. */
  void add(float score) {
    if (openCount == open.length) {
      if (openCount == LARGEST_RUN) {
        pack();
      } else {
        open = Arrays.copyOf(open, 2 * openCount);
      }
    }
    open[openCount++] = Float.floatToRawIntBits(score);
    size++;
  }

  /** Adds all of {@code other}, sharing its packed runs. */
  void addAll(PackedScores other) {
    other.pack();
    runs.addAll(other.runs);
    size += other.size;
  }

  /** Packs what is in the buffer and gives its memory back. */
  void pack() {
    if (openCount > 0) {
      Arrays.sort(open, 0, openCount);
      runs.add(encode(open, openCount));
      openCount = 0;
    }
    open = new int[SMALLEST_BUFFER];
  }

  /** Visits all scores, run by run. */
  void forEachRun(RunVisitor visitor) {
    pack();
    int[] bits = new int[0];
    for (byte[] run : runs) {
      if (bits.length < run.length) {
        bits = new int[run.length];
      }
      visitor.run(bits, decode(run, bits));
    }
  }

  /**
   * Counts the scores by ascending and different {@code edges}, given as bits: element {@code 2i}
   * of the result is the number between edges {@code i - 1} and {@code i}, element {@code 2i + 1}
   * the number at edge {@code i}, and the last element the number above all edges.
   */
  long[] countBetween(int[] edges) {
    long[] counts = new long[2 * edges.length + 1];
    forEachRun(
        (bits, count) -> {
          int edge = 0;
          for (int i = 0; i < count; i++) {
            while (edge < edges.length && edges[edge] < bits[i]) {
              edge++;
            }
            counts[edge < edges.length && edges[edge] == bits[i] ? 2 * edge + 1 : 2 * edge]++;
          }
        });
    return counts;
  }

  /** Number of scores at or above {@code threshold}. */
  long countFrom(float threshold) {
    long[] total = {0};
    forEachRun(
        (bits, count) -> {
          for (int i = count; i > 0 && Float.intBitsToFloat(bits[i - 1]) >= threshold; i--) {
            total[0]++;
          }
        });
    return total[0];
  }

  private static byte[] encode(int[] sorted, int count) {
    byte[] bytes = new byte[Math.multiplyExact(count, LONGEST_CODE)];
    int length = 0;
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int difference = sorted[i] - previous;
      previous = sorted[i];
      while (difference > 0x7F) {
        bytes[length++] = (byte) (difference | 0x80);
        difference >>>= 7;
      }
      bytes[length++] = (byte) difference;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Unpacks {@code run} into {@code bits}, and returns how many scores there are. */
  private static int decode(byte[] run, int[] bits) {
    int count = 0;
    int value = 0;
    int at = 0;
    while (at < run.length) {
      int shift = 0;
      int part = run[at++];
      while (part < 0) {
        value += (part & 0x7F) << shift;
        shift += 7;
        part = run[at++];
      }
      value += part << shift;
      bits[count++] = value;
    }
    return count;
  }
}
