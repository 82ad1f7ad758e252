package org.ribond.engine.model;

import java.util.Arrays;

/** How the members of an ensemble agree on one score. */
public sealed interface Vote {
  /** The mean of the members' probabilities. */
  Vote MEAN = new Mean();

  /**
   * The score of one pair.
   *
   * @param scores each member's probability; may be reordered
   */
  double of(double[] scores);

  /**
   * Checks that {@code members} can vote so.
   *
   * @throws IllegalArgumentException if they are too few
   */
  void check(int members);

  /** See {@link #MEAN}. */
  record Mean() implements Vote {
    @Override
    public double of(double[] scores) {
      double sum = 0;
      for (double score : scores) {
        sum += score;
      }
      return sum / scores.length;
    }

    @Override
    public void check(int members) {}
  }

  /**
   * The vote of at least {@code members}: the probability that so many members reach or pass, which
   * is the {@code members}-th largest. So for every threshold t the score is at least t exactly if
   * {@code members} of the networks, each for itself, say at least t: all of them must agree, or
   * most, or any one.
   *
   * @param members how many must agree, at least 1
   */
  record AtLeast(int members) implements Vote {
    public AtLeast {
      if (members < 1) {
        throw new IllegalArgumentException("a vote of at least " + members + " members");
      }
    }

    @Override
    public double of(double[] scores) {
      Arrays.sort(scores);
      return scores[scores.length - members];
    }

    @Override
    public void check(int available) {
      if (members > available) {
        throw new IllegalArgumentException(
            "a vote of at least " + members + " members; the model has " + available);
      }
    }
  }
}
