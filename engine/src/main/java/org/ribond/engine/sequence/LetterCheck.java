package org.ribond.engine.sequence;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is wrong with the letters of a record, in words for a message that names the record. */
public final class LetterCheck {
  /**
   * Length from which a protein of the letters A, C, G, T and U alone is taken for an RNA or a DNA
   * that was given by mistake, and an RNA of ambiguous letters for a protein. Shorter peptides of
   * such letters do occur, and so do repeats of few of them, such as poly-GA.
   */
  static final int NUCLEIC_LENGTH = 10;

  private static final int LEAST_BASES = 3;
  private static final int LEAST_AMBIGUOUS = 4;

  private LetterCheck() {}

  /** What {@code letter}, which is none of {@code alphabet}, is instead. */
  public static String complaint(Alphabet alphabet, char letter) {
    String quoted =
        letter > ' ' && letter < 127
            ? "'" + letter + "'"
            : String.format(Locale.ROOT, "character U+%04X", (int) letter);
    if (letter == '-' || letter == '.') {
      return quoted + " is a gap; give the sequence without gaps";
    }
    if (alphabet == Alphabet.PROTEIN) {
      return quoted + " is no residue";
    }
    if (letter == '(' || letter == '[') {
      return quoted
          + " is no base; give a modified one, such as (PSU), as the letter of its parent";
    }
    return quoted
        + " is no base"
        + (Alphabet.PROTEIN.code(letter) < 0
            ? ""
            : "; the record looks like a protein, but an RNA is expected");
  }

  /** What else a record seems to be whose letters are all of {@code alphabet}; empty if nothing. */
  public static Optional<String> suspicion(Alphabet alphabet, CharSequence letters) {
    if (alphabet == Alphabet.PROTEIN && isNucleic(letters)) {
      return Optional.of(
          "looks like an RNA or a DNA (all of its "
              + letters.length()
              + " letters are of ACGTU), but a protein is expected");
    }
    if (alphabet == Alphabet.RNA && isMostlyAmbiguous(letters)) {
      return Optional.of(
          "looks like a protein (most of its "
              + letters.length()
              + " letters are none of ACGTUN), but an RNA is expected");
    }
    return Optional.empty();
  }

  private static boolean isNucleic(CharSequence letters) {
    return letters.length() >= NUCLEIC_LENGTH
        && letters.chars().allMatch(letter -> "ACGTUacgtu".indexOf(letter) >= 0)
        && kinds(letters.chars()) >= LEAST_BASES;
  }

  /** Half of the letters of proteins are IUPAC codes of bases too, of which few occur in an RNA. */
  private static boolean isMostlyAmbiguous(CharSequence letters) {
    return letters.length() >= NUCLEIC_LENGTH
        && kinds(letters.chars().filter(letter -> "ACGTUNacgtun".indexOf(letter) < 0))
            >= LEAST_AMBIGUOUS
        && 2 * letters.chars().filter(letter -> "ACGTUNacgtun".indexOf(letter) < 0).count()
            > letters.length();
  }

  /** Number of different letters. */
  private static long kinds(IntStream letters) {
    return letters.map(Character::toUpperCase).distinct().count();
  }
}
