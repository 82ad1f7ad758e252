package org.ribond.engine.network;

/**
 * What a layer on letters sees of a sequence: words of a few letters, in a window of neighbouring
 * words. Every letter has a word, which begins {@code (word - 1) / 2} letters before it; a word
 * that has an unknown letter or sticks out of the sequence adds nothing.
 *
 * @param word letters of a word, at least 1
 * @param halfWindow words on each side of the one in the middle
 * @param place where windows are
 * @param dropout probability that a word is left out in training
 */
record ChainWindow(int word, int halfWindow, Place place, float dropout) {
  /** Where windows are. */
  enum Place {
    /** One around each letter of a sequence. */
    EACH_SITE,
    /** One around the letter in the middle of a sequence, the later one of two. */
    MIDDLE
  }

  /** Windows around each letter of {@code width} words, an odd number. */
  static ChainWindow each(int word, int width, float dropout) {
    return new ChainWindow(word, width / 2, Place.EACH_SITE, dropout);
  }

  /**
   * Unknown words that set sequences apart, so that no window sees two; the middle of an empty
   * sequence is one of them.
   */
  int margin() {
    return place == Place.MIDDLE ? halfWindow + 1 : halfWindow;
  }

  /** Words in a window. */
  int width() {
    return 2 * halfWindow + 1;
  }

  /** Number of different words over so many letters. */
  static int words(int alphabet, int word) {
    return Math.toIntExact(Math.round(Math.pow(alphabet, word)));
  }
}
