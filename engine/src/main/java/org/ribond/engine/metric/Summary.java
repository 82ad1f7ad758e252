package org.ribond.engine.metric;

/**
 * All metrics of some cells.
 *
 * @param cells number of cells
 * @param contacts number of contacts among them
 * @param threshold least score that {@code confusion} calls a contact
 * @param confusion counts at {@code threshold}
 * @param ranking metrics of the order of the scores
 * @param brier Brier score
 * @param ece expected calibration error
 * @param meanScore mean score, to be compared with the prevalence
 */
public record Summary(
    long cells,
    long contacts,
    float threshold,
    Confusion confusion,
    Ranking ranking,
    double brier,
    double ece,
    double meanScore) {
  /** The metrics of {@code tally}. */
  public static Summary of(ScoreTally tally, float threshold) {
    return new Summary(
        tally.cells(),
        tally.contacts(),
        threshold,
        tally.confusion(threshold),
        tally.ranking(),
        tally.brier(),
        tally.ece(),
        tally.meanScore());
  }

  /** Share of contacts among the cells. */
  public double prevalence() {
    return (double) contacts / cells;
  }

  /**
   * Share of the Brier score of "always the prevalence" that is saved: 1 is perfect, 0 no skill.
   * Unlike the Brier score itself it does not look good merely because contacts are rare.
   */
  public double brierSkill() {
    return 1 - brier / (prevalence() * (1 - prevalence()));
  }
}
