package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The counts that rank metrics need, for several tallies side by side, so that they can be weighed
 * together in many ways.
 *
 * <p>ROC AUC and average precision depend on the scores of other cells only through how many lie
 * above, at and below each contact. So with {@code m} different scores of contacts, {@code 2m + 1}
 * numbers a tally stand for any number of cells, exactly.
 */
public final class RankTable {
  /** Different scores of contacts in all tallies, as ascending bits; some of them if too many. */
  private final int[] edges;

  /** For each tally, its contacts at each edge. */
  private final List<long[]> contacts = new ArrayList<>();

  /** For each tally, its other cells between and at edges. */
  private final List<long[]> others = new ArrayList<>();

  /** The exact table. */
  public RankTable(List<ScoreTally> tallies) {
    this(tallies, Integer.MAX_VALUE);
  }

  /**
   * A table of at most about {@code mostEdges} scores of contacts. If there are more, the upper
   * half of the table is the highest ones, each for itself, and the lower half stands for the
   * others, equally many at a time: cells from one such score up to the next are taken as equal.
   */
  RankTable(List<ScoreTally> tallies, int mostEdges) {
    int[] all = differentContactScores(tallies);
    int coarse = all.length <= mostEdges ? 0 : mostEdges / 2;
    edges = coarse == 0 ? all : thinned(all, coarse, mostEdges - coarse);
    for (ScoreTally tally : tallies) {
      long[] atOrBetween = tally.contactScores().countBetween(edges);
      long[] atEdges = new long[edges.length];
      for (int i = 0; i < edges.length; i++) {
        atEdges[i] = atOrBetween[2 * i + 1] + atOrBetween[2 * i + 2];
      }
      contacts.add(atEdges);
      long[] counts = tally.otherScores().countBetween(edges);
      for (int i = 0; i < coarse; i++) {
        counts[2 * i + 1] += counts[2 * i + 2];
        counts[2 * i + 2] = 0;
      }
      others.add(counts);
    }
  }

  /** The lowest of {@code scores} and others between, {@code low} in all; then the highest. */
  private static int[] thinned(int[] scores, int low, int high) {
    int[] kept = new int[low + high];
    int firstHigh = scores.length - high;
    for (int i = 0; i < low; i++) {
      kept[i] = scores[(int) ((long) firstHigh * i / low)];
    }
    System.arraycopy(scores, firstHigh, kept, low, high);
    return kept;
  }

  private static int[] differentContactScores(List<ScoreTally> tallies) {
    long total = tallies.stream().mapToLong(ScoreTally::contacts).sum();
    int[] scores = new int[Math.toIntExact(total)];
    int[] next = {0};
    for (ScoreTally tally : tallies) {
      tally
          .contactScores()
          .forEachRun(
              (bits, count) -> {
                System.arraycopy(bits, 0, scores, next[0], count);
                next[0] += count;
              });
    }
    return Arrays.stream(scores).sorted().distinct().toArray();
  }

  /** The ranking of all cells together, those of tally {@code i} weighing {@code weights[i]}. */
  public Ranking ranking(double[] weights) {
    double[] weightOfContacts = new double[edges.length];
    double[] weightOfOthers = new double[2 * edges.length + 1];
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        accumulate(weights[i], contacts.get(i), weightOfContacts);
        accumulate(weights[i], others.get(i), weightOfOthers);
      }
    }
    double allContacts = Arrays.stream(weightOfContacts).sum();
    double allOthers = Arrays.stream(weightOfOthers).sum();
    List<Ranking.Point> points = new ArrayList<>(edges.length);
    double truePositives = 0;
    double falsePositives = weightOfOthers[2 * edges.length];
    double outranked = 0;
    double sumOfPrecisions = 0;
    for (int i = edges.length - 1; i >= 0; i--) {
      double here = weightOfContacts[i];
      double tied = weightOfOthers[2 * i + 1];
      truePositives += here;
      falsePositives += tied;
      if (here > 0) {
        outranked += here * (allOthers - falsePositives + tied / 2);
        sumOfPrecisions += here * (truePositives / (truePositives + falsePositives));
        points.add(
            new Ranking.Point(Float.intBitsToFloat(edges[i]), truePositives, falsePositives));
      }
      falsePositives += weightOfOthers[2 * i];
    }
    return new Ranking(
        points,
        allContacts,
        allOthers,
        outranked / (allContacts * allOthers),
        sumOfPrecisions / allContacts);
  }

  private static void accumulate(double weight, long[] counts, double[] sums) {
    for (int i = 0; i < counts.length; i++) {
      sums[i] += weight * counts[i];
    }
  }
}
