package org.ribond.engine.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;

/**
 * Confidence intervals of rank metrics from whole groups of cells drawn with replacement
 * (percentile bootstrap; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 *
 * <p>Cells of one complex, and complexes of one homology group, are anything but independent: what
 * is drawn must be the group. Where there are few groups, the interval is wide, and rightly so.
 * Replicates are exact up to 8,192 different scores of contacts, and far closer than the interval
 * is wide beyond.
 *
 * @param rocAuc interval of the ROC AUC
 * @param averagePrecision interval of the average precision
 * @param lift interval of average precision divided by prevalence
 * @param groups number of groups drawn from
 * @param replicates number of draws
 */
public record Bootstrap(
    Interval rocAuc, Interval averagePrecision, Interval lift, int groups, int replicates) {
  private static final double TAIL = 0.025;

  /** More different scores of contacts than this are grouped: see {@link RankTable}. */
  private static final int MOST_EDGES = 8192;

  /**
   * Draws {@code replicates} times as many of {@code groups} as there are, with replacement.
   * Replicates without contacts, or with nothing else, are left out.
   */
  public static Bootstrap of(List<ScoreTally> groups, int replicates, int seed) {
    RankTable table = new RankTable(groups, MOST_EDGES);
    Ranking[] rankings = new Ranking[replicates];
    double[] weights = new double[groups.size()];
    for (int replicate = 0; replicate < replicates; replicate++) {
      Draws draws = new Draws(RandomStream.SPLIT, replicate, seed, 0);
      Arrays.fill(weights, 0);
      for (int i = 0; i < weights.length; i++) {
        weights[(int) draws.below(weights.length, i, 0)]++;
      }
      // Points of the curves are of no use here, and would take most of the memory.
      rankings[replicate] = table.ranking(weights).withoutPoints();
    }
    return new Bootstrap(
        interval(rankings, Ranking::rocAuc),
        interval(rankings, Ranking::averagePrecision),
        interval(rankings, Ranking::lift),
        groups.size(),
        replicates);
  }

  private static Interval interval(Ranking[] rankings, ToDoubleFunction<Ranking> metric) {
    double[] values =
        Arrays.stream(rankings).mapToDouble(metric).filter(Double::isFinite).sorted().toArray();
    if (values.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    int cut = (int) (TAIL * values.length);
    return new Interval(values[cut], values[values.length - 1 - cut]);
  }
}
