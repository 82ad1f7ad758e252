package org.ribond.engine.embed.data;

import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** The protein of a coding region, by the standard genetic code. */
final class Translation {
  private static final int BASES = Alphabet.RNA.size();
  private static final int CODON = 3;

  /** Residues of the codons, in the order of the letters ACGU; a star is a stop. */
  private static final String CODE =
      "KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSS*CWCLFLF";

  private Translation() {}

  /** Residues up to the first stop; a codon with an unknown base is X. */
  static String of(Sequence sequence, Span coding) {
    StringBuilder residues = new StringBuilder();
    for (int codon = coding.start(); codon + CODON <= coding.end(); codon += CODON) {
      char residue = residue(sequence, codon);
      if (residue == '*') {
        break;
      }
      residues.append(residue);
    }
    return residues.toString();
  }

  private static char residue(Sequence sequence, int codon) {
    int number = 0;
    for (int i = codon; i < codon + CODON; i++) {
      if (sequence.code(i) >= BASES) {
        return 'X';
      }
      number = number * BASES + sequence.code(i);
    }
    return CODE.charAt(number);
  }
}
