package org.ribond.engine.network;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Dropout;

/**
 * Makes the words of sequences, one for each letter, in a pool with unknown words between
 * sequences.
 *
 * @param alphabet number of letters
 * @param word letters of a word
 * @param margin unknown words before, between and behind sequences
 */
record WordPool(int alphabet, int word, int margin) {
  /** The unknown word: one more than the last. */
  int unknown() {
    return ChainWindow.words(alphabet, word);
  }

  /** Length of the pool of {@code sequences}. */
  static int length(List<int[]> sequences, int margin) {
    long length = margin;
    for (int[] sequence : sequences) {
      length += (long) sequence.length + margin;
    }
    return Math.toIntExact(length);
  }

  /**
   * Writes the pool.
   *
   * @param letters which letters become unknown
   * @param dropout which words are left out
   * @param pool at least as long as the pool; the rest is filled with unknown words
   */
  void write(List<int[]> sequences, Dropout letters, Dropout dropout, int[] pool) {
    int[] scratch = new int[4];
    int unknown = unknown();
    int at = margin;
    Arrays.fill(pool, unknown);
    for (int row = 0; row < sequences.size(); row++) {
      int[] sequence = masked(sequences.get(row), row, letters, scratch);
      for (int site = 0; site < sequence.length; site++) {
        int code = word(sequence, site - (word - 1) / 2, unknown);
        boolean isLeftOut =
            code != unknown && dropout.isActive() && dropout.factor(row, site, scratch) == 0;
        pool[at++] = isLeftOut ? unknown : code;
      }
      at += margin;
    }
  }

  private int[] masked(int[] sequence, int row, Dropout letters, int[] scratch) {
    if (!letters.isActive()) {
      return sequence;
    }
    int[] masked = sequence.clone();
    for (int site = 0; site < masked.length; site++) {
      if (letters.factor(row, site, scratch) == 0) {
        masked[site] = -1;
      }
    }
    return masked;
  }

  /** The word that begins at {@code begin}, first letter in the highest place. */
  private int word(int[] sequence, int begin, int unknown) {
    if (begin < 0 || begin + word > sequence.length) {
      return unknown;
    }
    int code = 0;
    for (int site = begin; site < begin + word; site++) {
      int letter = sequence[site];
      if (letter < 0 || letter >= alphabet) {
        return unknown;
      }
      code = code * alphabet + letter;
    }
    return code;
  }
}
