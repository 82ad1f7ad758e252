package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;

/**
 * Confidence intervals from samples drawn with replacement, as many as there are (percentile
 * bootstrap; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Where
 * samples are relatives of one another the intervals are narrower than they should be.
 */
public final class RowBootstrap {
  private static final double TAIL = 0.025;

  private RowBootstrap() {}

  /**
   * The interval of each score, from whole groups of samples drawn with replacement, as many as
   * there are.
   *
   * @param groups of each sample, a number from 0
   * @param scores from the number of times that each sample is drawn to all scores
   * @throws IllegalArgumentException if there is no sample or no replicate
   */
  static List<Interval> intervals(
      int[] groups, int replicates, int seed, Function<int[], double[]> scores) {
    if (groups.length == 0 || replicates < 1) {
      throw new IllegalArgumentException(
          groups.length + " samples and " + replicates + " replicates give no interval");
    }
    int count = Arrays.stream(groups).max().getAsInt() + 1;
    return intervals(
        count,
        replicates,
        seed,
        drawn -> scores.apply(Arrays.stream(groups).map(group -> drawn[group]).toArray()));
  }

  /**
   * The interval of each score.
   *
   * @param rows number of samples
   * @param scores from the number of times that each sample is drawn to all scores; those that are
   *     NaN in a replicate are left out of it
   */
  public static List<Interval> intervals(
      int rows, int replicates, int seed, Function<int[], double[]> scores) {
    double[][] values = new double[replicates][];
    int[] weights = new int[rows];
    for (int replicate = 0; replicate < replicates; replicate++) {
      Draws draws = new Draws(RandomStream.SPLIT, replicate, seed, 0);
      Arrays.fill(weights, 0);
      for (int i = 0; i < rows; i++) {
        weights[(int) draws.below(rows, i, 0)]++;
      }
      values[replicate] = scores.apply(weights);
    }
    List<Interval> intervals = new ArrayList<>();
    int count = replicates == 0 ? 0 : values[0].length;
    for (int score = 0; score < count; score++) {
      int place = score;
      double[] sorted =
          Arrays.stream(values)
              .mapToDouble(v -> v[place])
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      int cut = (int) (TAIL * sorted.length);
      intervals.add(
          sorted.length == 0
              ? new Interval(Double.NaN, Double.NaN)
              : new Interval(sorted[cut], sorted[sorted.length - 1 - cut]));
    }
    return intervals;
  }
}
