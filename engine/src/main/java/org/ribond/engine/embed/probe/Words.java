package org.ribond.engine.embed.probe;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Words of bases, numbered in the order of the alphabet. */
final class Words {
  private static final int BASES = Alphabet.RNA.size();
  private static final int BITS = 2;

  private Words() {}

  /** Number of words of {@code k} bases. */
  static int count(int k) {
    return 1 << (BITS * k);
  }

  /** All words of {@code k} bases, in order. */
  static Stream<String> all(int k) {
    return IntStream.range(0, count(k)).mapToObj(number -> word(number, k));
  }

  private static String word(int number, int k) {
    StringBuilder word = new StringBuilder();
    for (int i = k - 1; i >= 0; i--) {
      word.append(Alphabet.RNA.letters().charAt((number >>> (BITS * i)) & (BASES - 1)));
    }
    return word.toString();
  }

  /**
   * Writes the share of each word of {@code k} bases among the words of a run that begin {@code
   * step} bases apart, to {@code row[at..]}; nothing if there is none without an unknown letter.
   */
  static void writeShares(Sequence sequence, Span span, int k, int step, float[] row, int at) {
    int[] counts = new int[count(k)];
    int all = 0;
    for (int start = span.start(); start + k <= span.end(); start += step) {
      int number = number(sequence, start, k);
      if (number >= 0) {
        counts[number]++;
        all++;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      row[at + i] = all == 0 ? 0 : (float) counts[i] / all;
    }
  }

  /** Number of the word at {@code start}; -1 if it has an unknown letter. */
  private static int number(Sequence sequence, int start, int k) {
    int number = 0;
    for (int i = start; i < start + k; i++) {
      int code = sequence.code(i);
      if (code == BASES) {
        return -1;
      }
      number = (number << BITS) | code;
    }
    return number;
  }
}
