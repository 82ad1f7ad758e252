package org.ribond.engine.network;

import java.util.Arrays;
import org.ribond.engine.compute.Dropout;

/**
 * Makes what windows see of sequences, an item for each letter, in a pool with unknown items
 * between sequences.
 *
 * @param window windows on these items, of any width
 * @param alphabet number of letters
 * @param margin unknown items before, between and behind sequences
 */
record ItemPool(ChainWindow window, int alphabet, int margin) {
  /** The unknown item: one more than the last. */
  int unknown() {
    return window.values(alphabet);
  }

  /** Length of the pool of {@code readings}. */
  static int length(Readings readings, int margin) {
    long length = margin;
    for (int[] sequence : readings.letters()) {
      length += (long) sequence.length + margin;
    }
    return Math.toIntExact(length);
  }

  /**
   * Writes the pool.
   *
   * @param letters which letters become unknown
   * @param dropout which items are left out
   * @param pool at least as long as the pool; the rest is filled with unknown items
   */
  void write(Readings readings, Dropout letters, Dropout dropout, int[] pool) {
    Arrays.fill(pool, unknown());
    int at = margin;
    for (int row = 0; row < readings.size(); row++) {
      int[] sequence = readings.letters().get(row);
      boolean isReverse = readings.isReverse()[row];
      switch (window.input()) {
        case WORDS -> words(masked(sequence, row, letters), pool, at);
        case PLACES -> places(sequence.length, isReverse, pool, at);
        case POSITIONS -> positions(sequence.length, pool, at);
        case CODONS -> marks(readings, row, Readings.CODON, letters, pool, at);
        case EXONS -> marks(readings, row, Readings.EXON, letters, pool, at);
        case STRAND -> Arrays.fill(pool, at, at + sequence.length, isReverse ? 1 : 0);
      }
      if (dropout.isActive()) {
        boolean[] kept = dropout.kept(row, sequence.length);
        for (int site = 0; site < kept.length; site++) {
          pool[at + site] = kept[site] ? pool[at + site] : unknown();
        }
      }
      at += sequence.length + margin;
    }
  }

  private static int[] masked(int[] sequence, int row, Dropout letters) {
    if (!letters.isActive()) {
      return sequence;
    }
    int[] masked = sequence.clone();
    boolean[] kept = letters.kept(row, masked.length);
    for (int site = 0; site < masked.length; site++) {
      masked[site] = kept[site] ? masked[site] : -1;
    }
    return masked;
  }

  private void words(int[] sequence, int[] pool, int at) {
    int before = (window.size() - 1) / 2;
    for (int site = 0; site < sequence.length; site++) {
      pool[at + site] = word(sequence, site - before);
    }
  }

  /** The word that begins at {@code begin}, first letter in the highest place. */
  private int word(int[] sequence, int begin) {
    int end = begin + window.size();
    if (begin < 0 || end > sequence.length) {
      return unknown();
    }
    int code = 0;
    for (int site = begin; site < end; site++) {
      int letter = sequence[site];
      if (letter < 0 || letter >= alphabet) {
        return unknown();
      }
      code = code * alphabet + letter;
    }
    return code;
  }

  /** Marks are hidden with the letters that they are at. */
  private static void marks(
      Readings readings, int row, int mark, Dropout letters, int[] pool, int at) {
    if (readings.marks().isEmpty()) {
      return;
    }
    byte[] marks = readings.marks().get(row);
    boolean[] kept = letters.isActive() ? letters.kept(row, marks.length) : new boolean[0];
    for (int site = 0; site < marks.length; site++) {
      if ((marks[site] & mark) != 0 && (kept.length == 0 || kept[site])) {
        pool[at + site] = 0;
      }
    }
  }

  private void positions(int length, int[] pool, int at) {
    for (int site = 0; site < length; site++) {
      pool[at + site] = Math.min(site, window.size() - 1);
    }
  }

  /** Places count from the beginning of the sequence as it was given, whichever way it is read. */
  private void places(int length, boolean isReverse, int[] pool, int at) {
    for (int site = 0; site < length; site++) {
      int given = isReverse ? length - 1 - site : site;
      pool[at + site] = (int) ((long) given * window.size() / length);
    }
  }
}
