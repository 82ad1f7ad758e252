package org.ribond.engine.sequence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The letters that a network tells apart. A letter's code is its place in {@link #letters()};
 * {@link #size()} is the code of an unknown letter, which stands for a zero row.
 */
public enum Alphabet {
  /** The twenty amino acids. U is read as C, O as K; B, Z, J, X and * are unknown. */
  PROTEIN("ACDEFGHIKLMNPQRSTVWY", "UC OK", "BZJX*"),
  /** The four bases. T is read as U; the other IUPAC codes are unknown. */
  RNA("ACGU", "TU", "RYSWKMBDHVN");

  private static final byte INVALID = -1;

  private final String letters;

  /** Code of each ASCII character; a string because an enum is to be immutable. */
  private final String codes;

  Alphabet(String letters, String synonyms, String unknown) {
    this.letters = letters;
    byte[] table = new byte[128];
    Arrays.fill(table, INVALID);
    for (int i = 0; i < letters.length(); i++) {
      set(table, letters.charAt(i), i);
    }
    for (String pair : synonyms.split(" ", -1)) {
      set(table, pair.charAt(0), letters.indexOf(pair.charAt(1)));
    }
    for (int i = 0; i < unknown.length(); i++) {
      set(table, unknown.charAt(i), letters.length());
    }
    codes = new String(table, StandardCharsets.ISO_8859_1);
  }

  private static void set(byte[] table, char letter, int code) {
    table[letter] = (byte) code;
    table[Character.toLowerCase(letter)] = (byte) code;
  }

  /** The letters, in order of their codes. */
  public String letters() {
    return letters;
  }

  /** Number of known letters, which is also the code of an unknown one. */
  public int size() {
    return letters.length();
  }

  /**
   * Code of {@code letter}, either case: 0 to {@link #size()}, or -1 if it is no letter of this
   * kind.
   */
  public int code(char letter) {
    return letter < codes.length() ? (byte) codes.charAt(letter) : INVALID;
  }
}
