package org.ribond.engine.fold.physics;

/** The probability of each pair of an RNA's bases, which are counted from 0. Immutable. */
public final class PairProbabilities {
  private final Triangle pairs;
  private final double[] unpaired;
  private final double score;

  PairProbabilities(Triangle pairs, double score) {
    this.pairs = pairs;
    this.score = score;
    int length = pairs.size();
    unpaired = new double[length];
    for (int i = 0; i < length; i++) {
      unpaired[i] += 1;
      for (int j = i + 1; j < length; j++) {
        double probability = pairs.get(i, j);
        unpaired[i] -= probability;
        unpaired[j] -= probability;
      }
    }
    for (int i = 0; i < length; i++) {
      unpaired[i] = Math.clamp(unpaired[i], 0, 1);
    }
  }

  /** The probability of a pair. */
  @FunctionalInterface
  public interface OfPair {
    /** Of bases {@code i} and {@code j}, i before j. */
    double probability(int i, int j);
  }

  /**
   * Given probabilities.
   *
   * @param score what {@link #score} is to be; NaN for none
   */
  public static PairProbabilities of(int length, OfPair each, double score) {
    Triangle pairs = new Triangle(length, 0);
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        pairs.set(i, j, each.probability(i, j));
      }
    }
    return new PairProbabilities(pairs, score);
  }

  /** Number of bases. */
  public int length() {
    return unpaired.length;
  }

  /** Probability that bases {@code i} and {@code j} pair; 0 of a base with itself. */
  public double pair(int i, int j) {
    return pairs.get(Math.min(i, j), Math.max(i, j));
  }

  /** Probability that base {@code i} pairs with none. */
  public double unpaired(int i) {
    return unpaired[i];
  }

  /** Logarithm of the sum of the weights of all structures by physics; NaN if it was not asked. */
  public double score() {
    return score;
  }
}
