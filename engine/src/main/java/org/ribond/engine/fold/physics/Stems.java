package org.ribond.engine.fold.physics;

import java.util.stream.IntStream;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * For each pair of an RNA's bases the longest helix of pairs A-U, C-G and G-U, one on the other,
 * that it could be part of: a run along an antidiagonal of the map. Immutable.
 */
public final class Stems {
  private static final EnergyModel MODEL = EnergyModel.shipped();

  private final int length;
  private final short[] pairs;
  private final float[] scores;

  private Stems(int length) {
    this.length = length;
    pairs = new short[Math.multiplyExact(length, length)];
    scores = new float[pairs.length];
  }

  /** The helices of {@code rna}. */
  public static Stems of(Sequence rna) {
    Stems stems = new Stems(rna.length());
    int[] codes = IntStream.range(0, rna.length()).map(rna::code).toArray();
    // Each antidiagonal begins at one of the outermost pairs (0, j) and (i, length - 1).
    for (int sum = 1; sum < 2 * rna.length() - 2; sum++) {
      stems.antidiagonal(codes, Math.max(0, sum - rna.length() + 1), sum);
    }
    return stems;
  }

  private void antidiagonal(int[] codes, int outermost, int sum) {
    int i = outermost;
    while (i < sum - i) {
      int first = i;
      float score = 0;
      while (canPair(codes, i, sum - i)) {
        if (i > first) {
          score +=
              (float) MODEL.stacking(codes[i - 1], codes[sum - i + 1], codes[i], codes[sum - i]);
        }
        i++;
      }
      for (int k = first; k < i; k++) {
        pairs[k * length + sum - k] = (short) (i - first);
        scores[k * length + sum - k] = score;
      }
      i++;
    }
  }

  private static boolean canPair(int[] codes, int i, int j) {
    return j - i > EnergyModel.SHORTEST_HAIRPIN && Structure.isCanonical(codes[i], codes[j]);
  }

  /** Pairs of the helix through bases {@code i} and {@code j}, 0 if they make none. */
  public int pairs(int i, int j) {
    return pairs[Math.min(i, j) * length + Math.max(i, j)];
  }

  /** Sum of what its pairs score for standing on one another. */
  public float score(int i, int j) {
    return scores[Math.min(i, j) * length + Math.max(i, j)];
  }
}
