package org.ribond.bench;

/**
 * How much time a benchmark takes.
 *
 * @param warmUpSeconds least time before anything counts; a row that still gets faster takes more
 * @param measuredSeconds time that is measured for a row, about
 * @param sampleSeconds least time of one of the measurements whose median is reported
 * @param limitSeconds time after which what is left is skipped
 * @param scoreEpochs most epochs on the way to the score of the headline; 0 leaves it out
 * @param scoreCells cells of contact maps that each of these epochs is judged by
 * @param scoreTarget validation score at which the headline's clock stops
 */
public record Pace(
    double warmUpSeconds,
    double measuredSeconds,
    double sampleSeconds,
    double limitSeconds,
    int scoreEpochs,
    long scoreCells,
    double scoreTarget) {
  /** A few minutes: for figures that are to be kept. */
  public static final Pace FULL = new Pace(1.5, 3, 0.1, 1800, 20, 1_000_000, 0.72);

  /** Less than twenty seconds: for a first look. */
  public static final Pace QUICK = new Pace(0.2, 0.25, 0.02, 16, 6, 100_000, 0.65);

  /** No longer than it must be to see every row work; its figures mean nothing. */
  public static final Pace TOUCH = new Pace(0, 0, 0, 600, 1, 10_000, 0);
}
