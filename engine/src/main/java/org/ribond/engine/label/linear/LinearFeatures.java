package org.ribond.engine.label.linear;

import org.ribond.engine.linear.SparseRow;
import org.ribond.engine.sequence.Alphabet;

/**
 * What a linear model sees of a sequence: how often it has each word of 1 to {@code longestWord}
 * letters, then which letter stands at each of {@code positions} places. Words with an unknown
 * letter are not counted, and an unknown letter or a place behind the end is a zero at its place.
 *
 * <p>A word's number is that of the shorter words plus its letter codes as digits, the first the
 * highest; place {@code j} with code {@code c} follows at {@code j * letters + c}.
 *
 * @param alphabet letters of the sequences
 * @param longestWord letters of the longest words that are counted; 0 for none
 * @param firstPosition 0-based place of the first letter that is looked at by place
 * @param positions number of letters that are looked at by place; 0 for none
 */
public record LinearFeatures(Alphabet alphabet, int longestWord, int firstPosition, int positions) {
  /** Most features that a model may have: its equations are a matrix of their square. */
  public static final int MOST_FEATURES = 6000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no feature or there are too many
   */
  public LinearFeatures {
    if (longestWord < 0 || firstPosition < 0 || positions < 0) {
      throw new IllegalArgumentException(
          "words of " + longestWord + " letters, " + positions + " places from " + firstPosition);
    }
    double size = (double) positions * alphabet.size();
    for (int k = 1; k <= longestWord; k++) {
      size += Math.pow(alphabet.size(), k);
    }
    if (size < 1 || size > MOST_FEATURES) {
      throw new IllegalArgumentException(
          "words of up to "
              + longestWord
              + " letters and "
              + positions
              + " places make "
              + (long) size
              + " features; a linear model has 1 to "
              + MOST_FEATURES);
    }
  }

  /** Number of words that are counted. */
  public int words() {
    int words = 0;
    int power = 1;
    for (int k = 1; k <= longestWord; k++) {
      power *= alphabet.size();
      words += power;
    }
    return words;
  }

  /** Number of features. */
  public int size() {
    return words() + positions * alphabet.size();
  }

  /** Writes the features of a sequence to {@code row}; {@code counts} is all zeros, of any use. */
  void read(byte[] codes, int length, int[] counts, SparseRow row) {
    row.clear();
    int letters = alphabet.size();
    int first = 0;
    int power = 1;
    for (int k = 1; k <= longestWord; k++) {
      power *= letters;
      int word = 0;
      int known = 0;
      for (int i = 0; i < length; i++) {
        known = codes[i] == letters ? 0 : known + 1;
        word = known == 0 ? 0 : (word * letters + codes[i]) % power;
        if (known >= k) {
          counts[first + word]++;
        }
      }
      first += power;
    }
    for (int word = 0; word < first; word++) {
      if (counts[word] != 0) {
        row.add(word, counts[word]);
        counts[word] = 0;
      }
    }
    int end = Math.min(length, firstPosition + positions);
    for (int i = firstPosition; i < end; i++) {
      if (codes[i] < letters) {
        row.add(first + (i - firstPosition) * letters + codes[i], 1);
      }
    }
  }

  /** The features of a sequence of letter codes, in a new array. */
  public double[] of(byte[] codes) {
    SparseRow row = new SparseRow();
    read(codes, codes.length, new int[words()], row);
    double[] dense = new double[size()];
    for (int i = 0; i < row.count(); i++) {
      dense[row.column(i)] = row.value(i);
    }
    return dense;
  }
}
