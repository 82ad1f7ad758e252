package org.ribond.engine.label.data;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Where the words of {@code k} letters of some sequences stand, on one strand. Two words are the
 * same if all their letters are equal and known; T is U. A hash (Karp and Rabin, IBM J. Res. Dev.
 * 31, 1987) only names candidates, whose letters are then compared, so that the answer is exact.
 */
final class KmerTable {
  /** Words that one table should hold: 24 bytes each. */
  static final int USUAL_WORDS = 1 << 22;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int NONE = -1;

  private final LabelData indexed;
  private final int k;

  /** What the hash's oldest letter weighs. */
  private final long oldest;

  /** First entry of each hash, then by {@link #next}. */
  private final int[] heads;

  private final int[] next;
  private final long[] hashes;
  private final int[] rows;
  private final int[] positions;
  private int count;

  /**
   * Indexes sequences {@code from} to {@code to - 1}.
   *
   * @param k letters of a word, at least 1
   */
  KmerTable(LabelData indexed, int from, int to, int k) {
    this.indexed = indexed;
    this.k = k;
    long power = 1;
    for (int i = 1; i < k; i++) {
      power *= MULTIPLIER;
    }
    oldest = power;
    int words = 0;
    for (int i = from; i < to; i++) {
      words = Math.addExact(words, words(indexed, i, k));
    }
    next = new int[words];
    hashes = new long[words];
    rows = new int[words];
    positions = new int[words];
    heads = new int[Integer.highestOneBit(Math.max(1, words)) * 2];
    Arrays.fill(heads, NONE);
    for (int i = from; i < to; i++) {
      int row = i;
      visit(indexed, i, (hash, position) -> insert(row, position, hash));
    }
  }

  /**
   * Where a table from sequence {@code from} on had best end: behind at least one sequence, and as
   * many as have the usual number of words.
   */
  static int end(LabelData data, int from, int k, int usualWords) {
    long words = 0;
    int to = from;
    while (to < data.size()) {
      words += words(data, to, k);
      if (words > usualWords && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private static int words(LabelData data, int row, int k) {
    return Math.max(0, data.length(row) - k + 1);
  }

  /** Takes the words of a sequence. */
  @FunctionalInterface
  private interface Visitor {
    void word(long hash, int position);
  }

  /**
   * Tells, for each word of sequence {@code row} of {@code data}, the indexed sequences that have
   * it: often one of them several times.
   */
  void matches(LabelData data, int row, IntConsumer match) {
    visit(
        data,
        row,
        (hash, position) -> {
          for (int entry = heads[slot(hash)]; entry != NONE; entry = next[entry]) {
            if (isAt(entry, data, row, position, hash)) {
              match.accept(rows[entry]);
            }
          }
        });
  }

  private boolean isAt(int entry, LabelData data, int row, int position, long hash) {
    return hashes[entry] == hash
        && data.sameCodes(row, position, indexed, rows[entry], positions[entry], k);
  }

  private void insert(int row, int position, long hash) {
    int slot = slot(hash);
    // The newest entry comes first, so that repeats within one sequence are found at once.
    for (int entry = heads[slot]; entry != NONE && rows[entry] == row; entry = next[entry]) {
      if (isAt(entry, indexed, row, position, hash)) {
        return;
      }
    }
    rows[count] = row;
    positions[count] = position;
    hashes[count] = hash;
    next[count] = heads[slot];
    heads[slot] = count++;
  }

  private int slot(long hash) {
    // The finaliser of MurmurHash3 spreads the bits.
    long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return (int) (mixed >>> 33) & heads.length - 1;
  }

  private void visit(LabelData data, int row, Visitor visitor) {
    byte[] codes = data.codes(row);
    int unknown = data.alphabet().size();
    long hash = 0;
    int known = 0;
    for (int end = 0; end < codes.length; end++) {
      if (codes[end] == unknown) {
        known = 0;
        hash = 0;
        continue;
      }
      if (known >= k) {
        hash -= (codes[end - k] + 1) * oldest;
      }
      hash = hash * MULTIPLIER + (codes[end] + 1);
      known++;
      if (known >= k) {
        visitor.word(hash, end - k + 1);
      }
    }
  }
}
