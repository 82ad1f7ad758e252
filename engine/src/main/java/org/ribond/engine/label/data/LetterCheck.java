package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.file.DataException;

/**
 * Checks letters against the alphabet, at once if it is told. If it is not, letters are counted and
 * the alphabet is recognised at the end: bases if more than half of the letters are A, C, G, T, U
 * or N, and RNA if there are more U than T.
 */
final class LetterCheck {
  private static final String BASES = "ACGTUN";

  private final Optional<Molecule> told;
  private final long[] counts = new long[128];

  /** Where each letter is met first; empty for those that are not. */
  private final List<String> firstPlaces = new ArrayList<>();

  LetterCheck(Optional<Molecule> told) {
    this.told = told;
    for (int i = 0; i < counts.length; i++) {
      firstPlaces.add("");
    }
  }

  /**
   * Takes a line of a sequence and appends its letters to {@code letters}, in upper case and
   * without blanks.
   *
   * @throws DataException if one is no letter of the told alphabet, or of any
   */
  void take(String file, String record, long line, String text, StringBuilder letters) {
    for (int i = 0; i < text.length(); i++) {
      char given = text.charAt(i);
      if (Character.isWhitespace(given)) {
        continue;
      }
      char letter = given >= 'a' && given <= 'z' ? (char) (given - 'a' + 'A') : given;
      boolean isLetter =
          told.isPresent()
              ? told.get().alphabet().code(letter) >= 0
              : Molecule.PROTEIN.alphabet().code(letter) >= 0
                  || Molecule.RNA.alphabet().code(letter) >= 0;
      if (!isLetter) {
        throw new DataException(
            place(file, record, line, letters.length() + 1) + complaint(given, told));
      }
      if (counts[letter]++ == 0 && told.isEmpty()) {
        firstPlaces.set(letter, place(file, record, line, letters.length() + 1));
      }
      letters.append(letter);
    }
  }

  /**
   * What the letters stand for.
   *
   * @throws DataException if it has been recognised and a letter is none of it, with the first
   */
  Molecule molecule() {
    if (told.isPresent()) {
      return told.get();
    }
    long all = 0;
    long bases = 0;
    for (char letter = 0; letter < counts.length; letter++) {
      all += counts[letter];
      bases += BASES.indexOf(letter) < 0 ? 0 : counts[letter];
    }
    Molecule molecule =
        2 * bases <= all
            ? Molecule.PROTEIN
            : counts['U'] > counts['T'] ? Molecule.RNA : Molecule.DNA;
    for (char letter = 0; letter < counts.length; letter++) {
      if (counts[letter] > 0 && molecule.alphabet().code(letter) < 0) {
        throw new DataException(firstPlaces.get(letter) + complaint(letter, Optional.of(molecule)));
      }
    }
    return molecule;
  }

  private static String place(String file, String record, long line, int position) {
    return file + ": line " + line + ": record '" + record + "', position " + position + ": ";
  }

  private static String complaint(char letter, Optional<Molecule> molecule) {
    String quoted =
        letter > ' ' && letter < 127
            ? "'" + letter + "'"
            : String.format(Locale.ROOT, "character U+%04X", (int) letter);
    if (letter == '-' || letter == '.') {
      return quoted + " is a gap; give the sequence without gaps";
    }
    if (molecule.isEmpty()) {
      return quoted + " is no base and no residue";
    }
    boolean likeProtein =
        molecule.get() != Molecule.PROTEIN && Molecule.PROTEIN.alphabet().code(letter) >= 0;
    return quoted
        + " is no "
        + molecule.get().unit()
        + (likeProtein
            ? "; the record looks like a protein, but " + molecule.get().phrase() + " is expected"
            : "");
  }
}
