package org.ribond.engine.sequence.homology;

import org.ribond.engine.sequence.Alphabet;

/**
 * Scores of aligning two letters and of gaps, and the scale on which an alignment's raw score
 * becomes bits: (lambda S - ln K) / ln 2 (Karlin and Altschul, PNAS 1990, 87, 2264).
 *
 * @param alphabet whose letters are scored
 * @param scores by the codes of both letters, an unknown letter included; (size + 1) squared
 * @param gapOpen cost of a gap's first letter
 * @param gapExtend cost of each further letter
 * @param lambda scale of the raw score
 * @param k Karlin and Altschul's K
 */
record SubstitutionScores(
    Alphabet alphabet, int[][] scores, int gapOpen, int gapExtend, double lambda, double k) {
  /**
   * BLOSUM62 (Henikoff and Henikoff, PNAS 1992, 89, 10915) with the gap costs and the gapped
   * constants that BLAST uses with it: 11 for opening plus 1 for each letter.
   */
  static final SubstitutionScores PROTEIN =
      new SubstitutionScores(Alphabet.PROTEIN, blosum62(), 12, 1, 0.267, 0.041);

  /** Match 2, mismatch -3 and gaps of 5 plus 2 a letter, with BLAST's constants for them. */
  static final SubstitutionScores RNA =
      new SubstitutionScores(Alphabet.RNA, identities(2, -3), 7, 2, 0.625, 0.41);

  /** Score of an alignment in bits. */
  double bits(int rawScore) {
    return (lambda * rawScore - Math.log(k)) / Math.log(2);
  }

  private static int[][] identities(int match, int mismatch) {
    int size = Alphabet.RNA.size();
    int[][] scores = new int[size + 1][size + 1];
    for (int i = 0; i <= size; i++) {
      for (int j = 0; j <= size; j++) {
        scores[i][j] = i == size || j == size ? 0 : i == j ? match : mismatch;
      }
    }
    return scores;
  }

  /** The lower triangle with the diagonal, letters in the order of the alphabet's codes. */
  private static int[][] blosum62() {
    String rows =
        """
        A 4
        C 0 9
        D -2 -3 6
        E -1 -4 2 5
        F -2 -2 -3 -3 6
        G 0 -3 -1 -2 -3 6
        H -2 -3 -1 0 -1 -2 8
        I -1 -1 -3 -3 0 -4 -3 4
        K -1 -3 -1 1 -3 -2 -1 -3 5
        L -1 -1 -4 -3 0 -4 -3 2 -2 4
        M -1 -1 -3 -2 0 -3 -2 1 -1 2 5
        N -2 -3 1 0 -3 0 1 -3 0 -3 -2 6
        P -1 -3 -1 -1 -4 -2 -2 -3 -1 -3 -2 -2 7
        Q -1 -3 0 2 -3 -2 0 -3 1 -2 0 0 -1 5
        R -1 -3 -2 0 -3 -2 0 -3 2 -2 -1 0 -2 1 5
        S 1 -1 0 0 -2 0 -1 -2 0 -2 -1 1 -1 0 -1 4
        T 0 -1 -1 -1 -2 -2 -2 -1 -1 -1 -1 0 -1 -1 -1 1 5
        V 0 -1 -3 -2 -1 -3 -3 3 -2 1 1 -3 -2 -2 -3 -2 0 4
        W -3 -2 -4 -3 1 -2 -2 -3 -3 -2 -1 -4 -4 -2 -3 -3 -2 -3 11
        Y -2 -2 -3 -2 3 -3 2 -1 -2 -1 -1 -2 -3 -1 -2 -2 -2 -1 2 7
        """;
    int size = Alphabet.PROTEIN.size();
    int[][] scores = new int[size + 1][size + 1];
    int i = 0;
    for (String row : rows.lines().toList()) {
      String[] values = row.split(" ", -1);
      for (int j = 0; j <= i; j++) {
        scores[i][j] = Integer.parseInt(values[j + 1]);
        scores[j][i] = scores[i][j];
      }
      i++;
    }
    for (int code = 0; code <= size; code++) {
      scores[size][code] = -1;
      scores[code][size] = -1;
    }
    return scores;
  }
}
