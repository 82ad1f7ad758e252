package org.ribond.engine.label.explain;

/**
 * What the letters of a sequence are worth to a model.
 *
 * @param value what the model gives for the sequence: the log-odds of a class, or a number
 * @param changes what a letter at a position changes of it: positions x letters, row-major, 0 for
 *     the letter that is there; not copied
 * @param letters number of letters
 */
public record LetterChanges(double value, float[] changes, int letters) {
  /** Nearest to 0 and 1 that a probability counts as, so that log-odds are finite. */
  private static final double LEAST_PROBABILITY = 1e-7;

  /** Number of positions. */
  public int positions() {
    return changes.length / letters;
  }

  /** What letter {@code letter} at 0-based {@code position} changes. */
  public float change(int position, int letter) {
    return changes[position * letters + letter];
  }

  /**
   * What the letter that is there is worth: the negative mean change of all other letters.
   *
   * @param code its code; for an unknown letter the mean is over all letters
   */
  public float worth(int position, int code) {
    float sum = 0;
    for (int letter = 0; letter < letters; letter++) {
      sum += change(position, letter);
    }
    return -sum / (code < letters ? letters - 1 : letters);
  }

  /** The log-odds of a probability, kept finite. */
  static double logOdds(double probability) {
    double p = Math.clamp(probability, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
    return Math.log(p) - Math.log1p(-p);
  }
}
