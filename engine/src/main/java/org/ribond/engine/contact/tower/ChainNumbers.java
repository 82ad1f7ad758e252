package org.ribond.engine.contact.tower;

import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * What networks along chains are told of each letter besides the letter: properties, what lies
 * around it and in the whole chain, and where in the chain it is. Numbers are of the order of 1.
 */
public final class ChainNumbers {
  /** Numbers of a residue. */
  public static final int OF_RESIDUE = 47;

  /** Numbers of a base. */
  public static final int OF_BASE = 13;

  private static final int PROPERTIES = 6;

  /** Residues that are counted together. */
  private static final String[] KINDS = {"KR", "DE", "G", "P", "FWY", "AVILM", "STNQ", "H", "C"};

  /** Residues to either side within which kinds are counted. */
  private static final int[] REACHES = {7, 15, 30};

  /** Bases to either side within which letters are counted. */
  private static final int BASE_REACH = 7;

  /** In the order of the alphabet's letters: ACDEFGHIKLMNPQRSTVWY. */
  private static final double[] HYDROPATHY = {
    1.8, 2.5, -3.5, -3.5, 2.8, -0.4, -3.2, 4.5, -3.9, 3.8, 1.9, -3.5, -1.6, -3.5, -4.5, -0.8, -0.7,
    4.2, -0.9, -1.3
  };

  private static final double[] CHARGE = {
    0, 0, -1, -1, 0, 0, 0.1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0
  };

  private static final double[] VOLUME = {
    88.6, 108.5, 111.1, 138.4, 189.9, 60.1, 153.2, 166.7, 168.6, 166.7, 162.9, 114.1, 112.7, 143.8,
    173.4, 89.0, 116.1, 140.0, 227.8, 193.6
  };

  private static final double[] HELIX = {
    1.42, 0.70, 1.01, 1.51, 1.13, 0.57, 1.00, 1.08, 1.16, 1.21, 1.45, 0.67, 0.57, 1.11, 0.98, 0.77,
    0.83, 1.06, 1.08, 0.69
  };

  private static final double[] SHEET = {
    0.83, 1.19, 0.54, 0.37, 1.38, 0.75, 0.87, 1.60, 0.74, 1.30, 1.05, 0.89, 0.55, 1.10, 0.93, 0.75,
    1.19, 1.70, 1.37, 1.47
  };

  private static final double[] DISORDER = {
    0.06, 0.02, 0.192, 0.736, -0.697, 0.166, 0.303, -0.486, 0.586, -0.326, -0.397, 0.007, 0.987,
    0.318, 0.18, 0.341, 0.059, -0.121, -0.884, -0.510
  };

  /** What an unknown residue has. */
  private static final double[] UNKNOWN = {0, 0, 140, 1, 1, 0.1};

  private ChainNumbers() {}

  /**
   * Numbers of each residue: hydropathy (Kyte and Doolittle, 1982), charge, volume in cubic
   * angstrom (Zamyatnin, 1972), propensities for helix and sheet (Chou and Fasman, 1978) and for
   * disorder (TOP-IDP; Campen et al., 2008); shares of nine kinds of residues within 7, 15 and 30
   * to either side, cut off at the ends, and in the chain; and five numbers of the place.
   *
   * @return residues x {@link #OF_RESIDUE}, row-major
   */
  public static float[] residues(Sequence protein) {
    int length = protein.length();
    float[] numbers = new float[length * OF_RESIDUE];
    int[] kinds = new int[length];
    for (int i = 0; i < length; i++) {
      properties(protein.code(i), numbers, i * OF_RESIDUE);
      kinds[i] = kind(protein.code(i));
    }
    int at = PROPERTIES;
    for (int reach : REACHES) {
      shares(kinds, KINDS.length, reach, reach == REACHES[0] ? 3 : 4, numbers, OF_RESIDUE, at);
      at += KINDS.length;
    }
    shares(kinds, KINDS.length, length, 4, numbers, OF_RESIDUE, at);
    at += KINDS.length;
    places(length, 10, Math.log(length) - 5.2, numbers, OF_RESIDUE, at);
    return numbers;
  }

  /**
   * Numbers of each base: shares of the four letters within 7 to either side, cut off at the ends,
   * and in the chain; and five numbers of the place.
   *
   * @return bases x {@link #OF_BASE}, row-major
   */
  public static float[] bases(Sequence rna) {
    int length = rna.length();
    float[] numbers = new float[length * OF_BASE];
    int letters = Alphabet.RNA.size();
    int[] codes = new int[length];
    for (int j = 0; j < length; j++) {
      codes[j] = rna.code(j) < letters ? rna.code(j) : -1;
    }
    shares(codes, letters, BASE_REACH, 2, numbers, OF_BASE, 0);
    shares(codes, letters, length, 2, numbers, OF_BASE, letters);
    places(length, 5, (Math.log(length) - 4.2) / 1.5, numbers, OF_BASE, 2 * letters);
    return numbers;
  }

  private static void properties(int code, float[] numbers, int at) {
    boolean isKnown = code < Alphabet.PROTEIN.size();
    double[][] all = {HYDROPATHY, CHARGE, VOLUME, HELIX, SHEET, DISORDER};
    double[] own = new double[PROPERTIES];
    for (int i = 0; i < PROPERTIES; i++) {
      own[i] = isKnown ? all[i][code] : UNKNOWN[i];
    }
    numbers[at] = (float) (own[0] / 3);
    numbers[at + 1] = (float) own[1];
    numbers[at + 2] = (float) ((own[2] - 140) / 40);
    numbers[at + 3] = (float) (2 * (own[3] - 1));
    numbers[at + 4] = (float) (2 * (own[4] - 1));
    numbers[at + 5] = (float) own[5];
  }

  private static int kind(int code) {
    if (code < Alphabet.PROTEIN.size()) {
      String letter = Alphabet.PROTEIN.letters().substring(code, code + 1);
      for (int kind = 0; kind < KINDS.length; kind++) {
        if (KINDS[kind].contains(letter)) {
          return kind;
        }
      }
      throw new AssertionError(letter + " is of no kind");
    }
    return -1;
  }

  /** Shares of each kind within {@code reach} of each site, times {@code factor}. */
  private static void shares(
      int[] kinds, int count, int reach, double factor, float[] numbers, int width, int place) {
    int length = kinds.length;
    for (int kind = 0; kind < count; kind++) {
      int[] before = new int[length + 1];
      for (int i = 0; i < length; i++) {
        before[i + 1] = before[i] + (kinds[i] == kind ? 1 : 0);
      }
      for (int i = 0; i < length; i++) {
        int from = Math.max(0, i - reach);
        int to = (int) Math.min(length, (long) i + reach + 1);
        numbers[i * width + place + kind] =
            (float) (factor * (before[to] - before[from]) / (to - from));
      }
    }
  }

  /** 1, the relative place, nearness to either end, and the size of the chain. */
  private static void places(
      int length, double near, double size, float[] numbers, int width, int place) {
    for (int i = 0; i < length; i++) {
      int at = i * width + place;
      numbers[at] = 1;
      numbers[at + 1] = (float) ((double) i / Math.max(1, length - 1) - 0.5);
      numbers[at + 2] = (float) Math.exp(-i / near);
      numbers[at + 3] = (float) Math.exp(-(length - 1 - i) / near);
      numbers[at + 4] = (float) size;
    }
  }
}
