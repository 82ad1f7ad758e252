package org.ribond.engine.label.model;

import java.util.Locale;
import org.ribond.engine.label.data.Molecule;

/** Which strands of a sequence a model reads. */
public enum Strands {
  /** Sequences as they are given. */
  FORWARD,

  /**
   * The reverse complement too: in training one of the two at random, in each epoch anew; elsewhere
   * both, whose answers are averaged.
   */
  BOTH;

  /** The name in files and on command lines. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Fails where a molecule has no such strands.
   *
   * @throws IllegalArgumentException for the complement of a protein
   */
  public void check(Molecule molecule) {
    if (this == BOTH && molecule == Molecule.PROTEIN) {
      throw new IllegalArgumentException("a protein has no reverse complement");
    }
  }

  /**
   * Letter codes of bases as a network takes them.
   *
   * @param codes codes of A, C, G, U as 0 to 3, or 4 for an unknown letter; of residues where they
   *     are read as they are
   * @param isReverse whether the reverse complement is wanted
   */
  public static int[] read(byte[] codes, boolean isReverse) {
    int length = codes.length;
    int[] letters = new int[length];
    for (int i = 0; i < length; i++) {
      int code = codes[isReverse ? length - 1 - i : i];
      // Complements stand opposite each other in the alphabet ACGU.
      letters[i] = isReverse && code < 4 ? 3 - code : code;
    }
    return letters;
  }
}
