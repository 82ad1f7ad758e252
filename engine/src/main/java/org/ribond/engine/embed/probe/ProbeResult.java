package org.ribond.engine.embed.probe;

import java.util.List;

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
 */
public record ProbeResult(
    String features,
    int columns,
    double fraction,
    int draws,
    double train,
    int test,
    List<ProbeScore> scores) {
  /** Keeps a copy of the scores. */
  public ProbeResult {
    scores = List.copyOf(scores);
  }
}
