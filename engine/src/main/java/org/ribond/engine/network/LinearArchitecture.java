package org.ribond.engine.network;

/**
 * Shape of a linear model of whole sequences: counts of words and letters by place, times weights.
 * It is no network of layers, but its file is that of one with a single dense layer.
 *
 * @param alphabet number of letters, at least 2
 * @param outputs numbers that it gives for a sequence, at least 1
 * @param longestWord letters of the longest words that are counted; 0 for none
 * @param firstPosition 0-based place of the first letter that is looked at by place
 * @param positions number of letters that are looked at by place; 0 for none
 */
public record LinearArchitecture(
    int alphabet, int outputs, int longestWord, int firstPosition, int positions)
    implements Architecture {
  /** What stands in the place of a family's name. */
  public static final String NAME = "linear";

  /** Most features that a file may have. */
  private static final int MOST_FEATURES = 1 << 16;

  private static final int MOST_POSITIONS = 1 << 20;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which
   */
  public LinearArchitecture {
    FamilyNumbers.check("alphabet", alphabet, 2, 64);
    FamilyNumbers.check("outputs", outputs, 1, 1 << 10);
    FamilyNumbers.check("longest_word", longestWord, 0, 16);
    FamilyNumbers.check("first_position", firstPosition, 0, MOST_POSITIONS);
    FamilyNumbers.check("positions", positions, 0, MOST_POSITIONS);
    double features = (double) positions * alphabet;
    for (int word = 1; word <= longestWord; word++) {
      features += Math.pow(alphabet, word);
    }
    if (features < 1 || features > MOST_FEATURES) {
      throw new IllegalArgumentException((long) features + " features of a linear model");
    }
  }

  /** Number of features: of words, then of letters by place. */
  public int features() {
    int features = positions * alphabet;
    int words = 1;
    for (int word = 1; word <= longestWord; word++) {
      words *= alphabet;
      features += words;
    }
    return features;
  }

  @Override
  public float dropout() {
    return 0;
  }
}
