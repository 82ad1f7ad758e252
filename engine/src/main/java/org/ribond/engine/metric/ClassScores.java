package org.ribond.engine.metric;

import java.util.List;

/**
 * All scores of some samples of two or more classes. What is undefined is NaN.
 *
 * @param samples number of samples
 * @param confusion what they are and what they were called: the likeliest class, the first of
 *     equally likely ones
 * @param rankings each class against the rest, by its probability
 * @param logLoss mean of -ln of the probability of the true class, which counts as at least 1e-15
 * @param brier mean over samples of the sum over classes of the squared difference of probability
 *     and truth (Brier 1950), 0 to 2
 * @param ece expected calibration error of the class that was called: the mean distance between its
 *     probability and the share that was right, in {@value ScoreTally#ECE_BINS} bins of equal width
 *     (Guo et al., "On calibration of modern neural networks", ICML 2017)
 */
public record ClassScores(
    long samples,
    ClassConfusion confusion,
    List<Ranking> rankings,
    double logLoss,
    double brier,
    double ece) {
  /** Keeps a copy of the rankings. */
  public ClassScores {
    rankings = List.copyOf(rankings);
  }

  /** Mean ROC AUC of all classes for which it is defined. */
  public double macroRocAuc() {
    return rankings.stream()
        .mapToDouble(Ranking::rocAuc)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean average precision (PR AUC) of all classes for which it is defined. */
  public double macroAveragePrecision() {
    return rankings.stream()
        .mapToDouble(Ranking::averagePrecision)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
