package org.ribond.engine.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples in the order of one score, so that {@link Ranking} of many weightings of them takes no
 * further sorting. Equal scores count as {@link Ranking} says. Immutable.
 */
final class RowRanking {
  /** Samples by descending score. */
  private final int[] order;

  private final float[] scores;
  private final boolean[] positives;

  /** Ranks {@code scores}, none of them NaN; neither array is copied. */
  RowRanking(float[] scores, boolean[] positives) {
    this.scores = scores;
    this.positives = positives;
    order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b] + 0f, scores[a] + 0f))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The ranking if sample {@code i} is there {@code weights[i]} times; without its points. */
  Ranking ranking(int[] weights) {
    double allPositives = 0;
    double allOthers = 0;
    for (int i = 0; i < weights.length; i++) {
      allPositives += positives[i] ? weights[i] : 0;
      allOthers += positives[i] ? 0 : weights[i];
    }
    double found = 0;
    double falselyFound = 0;
    double outranked = 0;
    double sumOfPrecisions = 0;
    int end;
    for (int at = 0; at < order.length; at = end) {
      double here = 0;
      double tied = 0;
      float score = scores[order[at]];
      for (end = at; end < order.length && scores[order[end]] == score; end++) {
        int row = order[end];
        here += positives[row] ? weights[row] : 0;
        tied += positives[row] ? 0 : weights[row];
      }
      found += here;
      falselyFound += tied;
      if (here > 0) {
        outranked += here * (allOthers - falselyFound + tied / 2);
        sumOfPrecisions += here * (found / (found + falselyFound));
      }
    }
    return new Ranking(
        List.of(),
        allPositives,
        allOthers,
        outranked / (allPositives * allOthers),
        sumOfPrecisions / allPositives);
  }
}
