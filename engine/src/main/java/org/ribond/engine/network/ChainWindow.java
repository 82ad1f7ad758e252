package org.ribond.engine.network;

/**
 * What a layer on sequences sees at each of their letters: a window of neighbouring items, each of
 * which is one of a few values or unknown. An unknown item adds nothing.
 *
 * @param input what the items are
 * @param size letters of a word, at least 1; number of places or positions; 1 for the strand
 * @param halfWindow items on each side of the one in the middle
 * @param dropout probability that an item is left out in training
 * @param masked whether letters that training makes unknown are unknown here too
 */
record ChainWindow(Input input, int size, int halfWindow, float dropout, boolean masked) {
  /** What the items are. */
  enum Input {
    /**
     * Words of letters. Every letter has one, which begins {@code (size - 1) / 2} letters before
     * it; a word that has an unknown letter or sticks out of the sequence is unknown.
     */
    WORDS,
    /** Where each letter is: its part among {@code size} about equal parts of the sequence. */
    PLACES,
    /** How many letters are before each letter; from {@code size} on, one less than that. */
    POSITIONS,
    /** Whether a codon begins at each letter. Letters where none begins are unknown. */
    CODONS,
    /** Whether an exon ends at each letter. Letters where none ends are unknown. */
    EXONS,
    /** Whether the sequence is read as it was given, or as its reverse complement. */
    STRAND
  }

  /** Windows around each letter of {@code width} words, an odd number. */
  static ChainWindow words(int word, int width, float dropout) {
    return new ChainWindow(Input.WORDS, word, width / 2, dropout, true);
  }

  /** One word at a time, of letters that no mask makes unknown. */
  static ChainWindow bag(int word, float dropout) {
    return new ChainWindow(Input.WORDS, word, 0, dropout, false);
  }

  /** Windows around each letter of {@code width} marks, an odd number. */
  static ChainWindow marks(Input marks, int width) {
    return new ChainWindow(marks, 1, width / 2, 0, true);
  }

  /** The place among {@code places}. */
  static ChainWindow places(int places) {
    return new ChainWindow(Input.PLACES, places, 0, 0, false);
  }

  /** The number of letters before, up to {@code positions - 1}. */
  static ChainWindow positions(int positions) {
    return new ChainWindow(Input.POSITIONS, positions, 0, 0, false);
  }

  /** The strand that is read. */
  static ChainWindow strand() {
    return new ChainWindow(Input.STRAND, 1, 0, 0, false);
  }

  /** Items in a window. */
  int width() {
    return 2 * halfWindow + 1;
  }

  /** Values of an item over so many letters. */
  int values(int alphabet) {
    return switch (input) {
      case WORDS -> Math.toIntExact(Math.round(Math.pow(alphabet, size)));
      case PLACES, POSITIONS, CODONS, EXONS -> size;
      case STRAND -> 2;
    };
  }

  /** Rows of weights over so many letters. */
  int rows(int alphabet) {
    return width() * values(alphabet);
  }

  /** What its weights are called. */
  String weights() {
    return switch (input) {
      case WORDS -> "words." + size;
      case PLACES -> "places";
      case CODONS -> "codons";
      case EXONS -> "exons";
      case POSITIONS -> "positions";
      case STRAND -> "strands";
    };
  }
}
