package org.ribond.engine.fold.physics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Sequence;

/** Which structure to call, by the probabilities of pairs. */
public final class Decoding {
  private Decoding() {}

  /**
   * The nested structure of the greatest expected accuracy (Do, Woods and Batzoglou 2006): the sum
   * over paired bases of {@code gamma} times the probability of their pairs, and over unpaired ones
   * of that of being unpaired. Time grows with the square of the length for the few pairs of some
   * probability.
   *
   * @param gamma above 0; the greater, the more pairs
   */
  public static Structure expectedAccuracy(
      Sequence rna, PairProbabilities probabilities, double gamma) {
    int length = rna.length();
    // Row i of best holds the sum of bases i to before j, for j from i on.
    float[][] best = new float[length + 1][];
    int[][] partners = new int[length][];
    for (int i = length; i >= 0; i--) {
      float[] row = new float[length - i + 1];
      best[i] = row;
      if (i == length) {
        continue;
      }
      float alone = (float) probabilities.unpaired(i);
      partners[i] = worthwhile(probabilities, gamma, i);
      for (int j = 1; j < row.length; j++) {
        row[j] = best[i + 1][j - 1] + alone;
      }
      for (int k : partners[i]) {
        float pair = (float) (2 * gamma * probabilities.pair(i, k)) + best[i + 1][k - i - 1];
        float[] after = best[k + 1];
        for (int j = k + 1; j <= length; j++) {
          row[j - i] = Math.max(row[j - i], pair + after[j - k - 1]);
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    trace(probabilities, gamma, best, partners, pairs);
    return new Structure(rna, pairs);
  }

  /** Partners after {@code i} that may be better than both bases alone. */
  private static int[] worthwhile(PairProbabilities probabilities, double gamma, int i) {
    List<Integer> found = new ArrayList<>();
    for (int j = i + 1; j < probabilities.length(); j++) {
      double alone = probabilities.unpaired(i) + probabilities.unpaired(j);
      if (2 * gamma * probabilities.pair(i, j) > alone) {
        found.add(j);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void trace(
      PairProbabilities probabilities,
      double gamma,
      float[][] best,
      int[][] partners,
      List<Pair> pairs) {
    List<int[]> stretches = new ArrayList<>();
    stretches.add(new int[] {0, probabilities.length()});
    while (!stretches.isEmpty()) {
      int[] stretch = stretches.removeLast();
      int i = stretch[0];
      int end = stretch[1];
      while (i < end) {
        int partner = Structure.UNPAIRED;
        for (int k : partners[i]) {
          if (k >= end) {
            break;
          }
          float pair = (float) (2 * gamma * probabilities.pair(i, k)) + best[i + 1][k - i - 1];
          if (best[i][end - i] == pair + best[k + 1][end - k - 1]) {
            partner = k;
            break;
          }
        }
        if (partner == Structure.UNPAIRED) {
          i++;
        } else {
          pairs.add(new Pair(i, partner));
          stretches.add(new int[] {i + 1, partner});
          i = partner + 1;
        }
      }
    }
  }

  /**
   * Pairs by falling probability, each taken if both its bases are free: every base has one
   * partner, and pairs may cross.
   *
   * @param threshold the least probability
   */
  public static Structure onePartner(
      Sequence rna, PairProbabilities probabilities, double threshold) {
    List<Pair> likely = new ArrayList<>();
    for (int i = 0; i < rna.length(); i++) {
      for (int j = i + 1; j < rna.length(); j++) {
        if (probabilities.pair(i, j) >= threshold) {
          likely.add(new Pair(i, j));
        }
      }
    }
    likely.sort(
        Comparator.comparingDouble((Pair pair) -> -probabilities.pair(pair.first(), pair.second()))
            .thenComparing(Comparator.naturalOrder()));
    boolean[] taken = new boolean[rna.length()];
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : likely) {
      if (!taken[pair.first()] && !taken[pair.second()]) {
        pairs.add(pair);
        taken[pair.first()] = true;
        taken[pair.second()] = true;
      }
    }
    return new Structure(rna, pairs);
  }

  /**
   * The centroid: all pairs that are likelier than not. By physics no two of them cross or share a
   * base; of others that share one the likelier counts.
   */
  public static Structure centroid(Sequence rna, PairProbabilities probabilities) {
    return onePartner(rna, probabilities, Math.nextUp(0.5));
  }

  /** The share of bases that is expected to be right in {@code structure}, paired or unpaired. */
  public static double accuracy(Structure structure, PairProbabilities probabilities) {
    double sum = 0;
    boolean[] paired = new boolean[probabilities.length()];
    for (Pair pair : structure.pairs()) {
      sum += 2 * probabilities.pair(pair.first(), pair.second());
      paired[pair.first()] = true;
      paired[pair.second()] = true;
    }
    for (int i = 0; i < paired.length; i++) {
      if (!paired[i]) {
        sum += probabilities.unpaired(i);
      }
    }
    return sum / paired.length;
  }
}
