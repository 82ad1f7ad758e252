package org.ribond.engine.fold.physics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.ribond.engine.file.DataException;
import org.ribond.engine.sequence.Alphabet;

/**
 * Scores of the loops of an RNA's nested structures: the log-linear model of CONTRAfold (Do, Woods
 * and Batzoglou 2006) with the parameters of EternaFold (Wayment-Steele et al. 2022). The weight of
 * a structure is the exponential of the sum of its loops' scores, which have no unit: they are no
 * free energies in kcal/mol.
 *
 * <p>Bases are codes of {@link Alphabet#RNA}; whatever touches an unknown one scores 0, and an
 * unknown base pairs with nothing. Immutable.
 */
final class EnergyModel {
  /** Fewest bases of a hairpin loop. */
  static final int SHORTEST_HAIRPIN = 3;

  /** Most unpaired bases of an interior loop or a bulge, on both sides together. */
  static final int LONGEST_INTERIOR = 30;

  private static final int LONGEST_HAIRPIN = 30;
  private static final int MOST_SYMMETRIC = 15;
  private static final int MOST_ASYMMETRIC = 28;
  private static final int MOST_EXPLICIT = 4;
  private static final String RESOURCE = "/org/ribond/fold/eternafold.params";

  /** Codes of bases, the unknown one included. */
  private static final int CODES = Alphabet.RNA.size() + 1;

  private final double[] pair = new double[CODES * CODES];
  private final double[] closing = new double[CODES * CODES];
  private final double[] mismatch = new double[CODES * CODES * CODES * CODES];
  private final double[] stacking = new double[CODES * CODES * CODES * CODES];
  private final double[] left = new double[CODES * CODES * CODES];
  private final double[] right = new double[CODES * CODES * CODES];
  private final double[] bulgedBase = new double[CODES];
  private final double[] facingBases = new double[CODES * CODES];
  private final double[] hairpin = new double[LONGEST_HAIRPIN + 1];
  private final double[][] interior = new double[LONGEST_INTERIOR + 1][LONGEST_INTERIOR + 1];

  /** Score of a multi-branched loop. */
  final double multiLoop;

  /** Score of a pair of a multi-branched loop, the closing one included. */
  final double multiPair;

  /** Score of an unpaired base of a multi-branched loop. */
  final double multiUnpaired;

  /** Score of a pair that no other encloses. */
  final double externalPair;

  /** Score of an unpaired base that no pair encloses. */
  final double externalUnpaired;

  private EnergyModel(Map<String, Double> parameters) {
    String letters = Alphabet.RNA.letters();
    for (int a = 0; a < letters.length(); a++) {
      String one = letters.substring(a, a + 1);
      bulgedBase[a] = take(parameters, "bulge_0x1_nucleotides_" + one);
      for (int b = 0; b < letters.length(); b++) {
        String two = one + letters.charAt(b);
        pair[pairOf(a, b)] = take(parameters, "base_pair_" + lesser(two, reversed(two)));
        facingBases[pairOf(a, b)] =
            take(parameters, "internal_1x1_nucleotides_" + lesser(two, reversed(two)));
        closing[pairOf(a, b)] = take(parameters, "helix_closing_" + two);
        for (int c = 0; c < letters.length(); c++) {
          String three = two + letters.charAt(c);
          left[pairOf(a, b) * CODES + c] = take(parameters, "dangle_left_" + three);
          right[pairOf(a, b) * CODES + c] = take(parameters, "dangle_right_" + three);
          for (int d = 0; d < letters.length(); d++) {
            String four = three + letters.charAt(d);
            mismatch[quartet(a, b, c, d)] = take(parameters, "terminal_mismatch_" + four);
            // A stack read from its other strand is the same stack.
            stacking[quartet(a, b, c, d)] =
                take(parameters, "helix_stacking_" + lesser(four, reversed(four)));
          }
        }
      }
    }
    double[] lengths = sums(parameters, "hairpin_length_at_least_", 0, LONGEST_HAIRPIN);
    System.arraycopy(lengths, 0, hairpin, 0, hairpin.length);
    readInterior(parameters);
    multiLoop = take(parameters, "multi_base");
    multiPair = take(parameters, "multi_paired");
    multiUnpaired = take(parameters, "multi_unpaired");
    externalPair = take(parameters, "external_paired");
    externalUnpaired = take(parameters, "external_unpaired");
  }

  private void readInterior(Map<String, Double> parameters) {
    double[] bulge = sums(parameters, "bulge_length_at_least_", 1, LONGEST_INTERIOR);
    double[] length = sums(parameters, "internal_length_at_least_", 2, LONGEST_INTERIOR);
    double[] symmetric = sums(parameters, "internal_symmetric_length_at_least_", 1, MOST_SYMMETRIC);
    double[] asymmetric = sums(parameters, "internal_asymmetry_at_least_", 1, MOST_ASYMMETRIC);
    for (int i = 0; i <= LONGEST_INTERIOR; i++) {
      for (int j = 0; i + j <= LONGEST_INTERIOR; j++) {
        if (i == 0 || j == 0) {
          interior[i][j] = bulge[i + j];
          continue;
        }
        double score = length[i + j] + asymmetric[Math.min(MOST_ASYMMETRIC, Math.abs(i - j))];
        if (i == j) {
          score += symmetric[Math.min(MOST_SYMMETRIC, i)];
        }
        if (i <= MOST_EXPLICIT && j <= MOST_EXPLICIT) {
          score += take(parameters, "internal_explicit_" + Math.min(i, j) + "_" + Math.max(i, j));
        }
        interior[i][j] = score;
      }
    }
  }

  /** The model that comes with Ribond. */
  static EnergyModel shipped() {
    InputStream in = EnergyModel.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new DataException(RESOURCE + ": missing in the installed program");
    }
    Map<String, Double> parameters = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        parameters.put(words[0], Double.valueOf(words[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EnergyModel(parameters);
  }

  private static double take(Map<String, Double> parameters, String name) {
    Double value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException(RESOURCE + ": no parameter " + name);
    }
    return value;
  }

  /**
   * Scores of lengths 0 to {@code most}: the parameters are differences, the first of which is that
   * of {@code first}.
   */
  private static double[] sums(Map<String, Double> parameters, String name, int first, int most) {
    double[] sums = new double[most + 1];
    for (int i = first; i <= most; i++) {
      sums[i] = (i == 0 ? 0 : sums[i - 1]) + take(parameters, name + i);
    }
    return sums;
  }

  private static String lesser(String a, String b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String reversed(String letters) {
    return new StringBuilder(letters).reverse().toString();
  }

  private static int pairOf(int a, int b) {
    return a * CODES + b;
  }

  private static int quartet(int a, int b, int c, int d) {
    return ((a * CODES + b) * CODES + c) * CODES + d;
  }

  /** Score of the pair of bases {@code a} and {@code b}, whatever it closes. */
  double pair(int a, int b) {
    return pair[pairOf(a, b)];
  }

  /** Score of a hairpin loop of {@code length} bases, without its {@link #end}. */
  double hairpin(int length) {
    return hairpin[Math.min(length, LONGEST_HAIRPIN)];
  }

  /**
   * Score of the sizes of an interior loop or a bulge, without its {@link #end}s: {@code i} and
   * {@code j} unpaired bases on its sides, not both 0.
   */
  double interior(int i, int j) {
    return interior[i][j];
  }

  /** What the base of a bulge of one adds. */
  double bulgedBase(int base) {
    return bulgedBase[base];
  }

  /** What the bases of an interior loop of one on each side add. */
  double facingBases(int a, int b) {
    return facingBases[pairOf(a, b)];
  }

  /** Score of the pair {@code a b} with the pair {@code c d} on it: 5' a c ... d b 3'. */
  double stacking(int a, int b, int c, int d) {
    return stacking[quartet(a, b, c, d)];
  }

  /**
   * Score of the end of a helix at a hairpin, an interior loop or a bulge: its last pair {@code a
   * b}, then {@code c} after {@code a} and {@code d} before {@code b}.
   */
  double end(int a, int b, int c, int d) {
    return closing[pairOf(a, b)] + mismatch[quartet(a, b, c, d)];
  }

  /** Score of the end of a helix at a multi-branched or the external loop, without its dangles. */
  double openEnd(int a, int b) {
    return closing[pairOf(a, b)];
  }

  /** What base {@code c} after {@code a} of such an end {@code a b} adds. */
  double left(int a, int b, int c) {
    return left[pairOf(a, b) * CODES + c];
  }

  /** What base {@code d} before {@code b} of such an end {@code a b} adds. */
  double right(int a, int b, int d) {
    return right[pairOf(a, b) * CODES + d];
  }
}
