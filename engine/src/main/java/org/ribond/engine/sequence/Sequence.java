package org.ribond.engine.sequence;

import java.util.Locale;

/**
 * A named protein or RNA sequence. Immutable.
 *
 * <p>{@link #letters()} keeps the letters as they were read, in upper case; {@link #code(int)} is
 * what a network sees.
 */
public final class Sequence {
  private final String name;
  private final Alphabet alphabet;
  private final String letters;

  /**
   * A sequence of {@code letters} in either case.
   *
   * @throws IllegalArgumentException if a letter is not of the alphabet, with its 1-based position
   */
  public Sequence(String name, Alphabet alphabet, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      if (alphabet.code(letters.charAt(i)) < 0) {
        throw new IllegalArgumentException(
            "'"
                + letters.charAt(i)
                + "' at position "
                + (i + 1)
                + " is no letter of "
                + (alphabet == Alphabet.PROTEIN ? "a protein" : "an RNA"));
      }
    }
    this.name = name;
    this.alphabet = alphabet;
    this.letters = letters.toUpperCase(Locale.ROOT);
  }

  /** Name, such as the first word of a FASTA header. */
  public String name() {
    return name;
  }

  /** Whose letters these are. */
  public Alphabet alphabet() {
    return alphabet;
  }

  /** The letters, in upper case. */
  public String letters() {
    return letters;
  }

  /** Number of residues or bases. */
  public int length() {
    return letters.length();
  }

  /** Code of the letter at 0-based {@code index}: 0 to {@link Alphabet#size()}. */
  public int code(int index) {
    return alphabet.code(letters.charAt(index));
  }

  /** One-letter symbol at 0-based {@code index}, in upper case. */
  public char letter(int index) {
    return letters.charAt(index);
  }
}
