package org.ribond.engine.fold.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ribond.engine.metric.Interval;
import org.ribond.engine.metric.RowBootstrap;

/**
 * Scores of several RNAs: means over RNAs, each counting the same.
 *
 * @param records number of RNAs
 * @param f1 mean F1
 * @param precision mean precision
 * @param recall mean recall
 * @param solved share of RNAs with every pair right
 * @param pairF1 F1 of all their pairs together
 * @param f1Interval of the mean F1, 95 %, by drawing RNAs; NaN without draws
 */
public record FoldScores(
    int records,
    double f1,
    double precision,
    double recall,
    double solved,
    double pairF1,
    Interval f1Interval) {
  /**
   * Scores of at least one RNA.
   *
   * @param replicates draws for the interval; 0 for none
   * @param seed of the draws
   */
  public static FoldScores of(List<FoldOutcome> outcomes, int replicates, int seed) {
    long right = 0;
    long all = 0;
    double[] f1 = new double[outcomes.size()];
    for (int i = 0; i < f1.length; i++) {
      FoldOutcome outcome = outcomes.get(i);
      right += outcome.right();
      all += outcome.predicted() + outcome.known();
      f1[i] = outcome.f1();
    }
    List<Interval> intervals =
        RowBootstrap.intervals(
            f1.length, replicates, seed, weights -> new double[] {mean(f1, weights)});
    return new FoldScores(
        f1.length,
        mean(outcomes, FoldOutcome::f1),
        mean(outcomes, FoldOutcome::precision),
        mean(outcomes, FoldOutcome::recall),
        mean(outcomes, outcome -> outcome.isSolved() ? 1 : 0),
        all == 0 ? 1 : 2.0 * right / all,
        intervals.isEmpty() ? new Interval(Double.NaN, Double.NaN) : intervals.getFirst());
  }

  private static double mean(List<FoldOutcome> outcomes, ToDoubleFunction<FoldOutcome> score) {
    return outcomes.stream().mapToDouble(score).average().orElse(Double.NaN);
  }

  private static double mean(double[] values, int[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum / values.length;
  }
}
