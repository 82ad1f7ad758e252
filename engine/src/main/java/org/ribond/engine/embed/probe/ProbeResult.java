package org.ribond.engine.embed.probe;

import java.util.List;
import java.util.Optional;

/**
 * What came of some features at a share of the labels.
 *
 * @param features what they are called
 * @param columns number of them
 * @param fraction share of the groups to train on
 * @param draws how often it was drawn
 * @param train rows to train on, the mean over draws and folds
 * @param test rows to test on, those of all folds
 * @param scores the scores, always in the same order
 * @param unseen the same for the rows that have no relative among those to train on
 */
public record ProbeResult(
    String features,
    int columns,
    double fraction,
    int draws,
    double train,
    int test,
    List<ProbeScore> scores,
    Optional<Unseen> unseen) {
  /**
   * What came of the rows without relatives.
   *
   * @param test number of them
   * @param scores the scores
   */
  public record Unseen(int test, List<ProbeScore> scores) {
    /** Keeps a copy of the scores. */
    public Unseen {
      scores = List.copyOf(scores);
    }
  }

  /** Keeps a copy of the scores. */
  public ProbeResult {
    scores = List.copyOf(scores);
  }
}
