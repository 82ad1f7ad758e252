package org.ribond.engine.fold.model;

import java.util.stream.IntStream;
import org.ribond.engine.fold.physics.Stems;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * The numbers that a network reads of each pair (i, j) of an RNA's bases: how far apart they are
 * and on which side, whether they pair as A-U, C-G or G-U, the helix that they could be part of,
 * and the probability that physics gives them. All are about between -1 and 1.
 */
public final class PairFeatures {
  /** Numbers of a pair. */
  public static final int COUNT = 12;

  private static final int NEAR = 4;
  private static final int FAR = 20;
  private static final double WAVES = 1.5;
  private static final int LONGEST_HELIX = 12;
  private static final float BEST_HELIX = 12;
  private static final float LOGIT = (float) Math.log(1 / Prior.LEAST - 1);

  /** Sum of the codes of A and U, of C and G; of G and U it is two more. */
  private static final int WATSON_CRICK = 3;

  /** The numbers of distances in RNAs of the usual lengths. */
  private static final float[][] DISTANCES = distances(512);

  private PairFeatures() {}

  /** The numbers of all pairs, bases x bases x {@link #COUNT}. */
  public static float[] of(Sequence rna, Prior prior) {
    int length = rna.length();
    float[] all = new float[Math.multiplyExact(length * length, COUNT)];
    Stems stems = Stems.of(rna);
    float[] probabilities = prior.map();
    float[][] distances = length <= DISTANCES.length ? DISTANCES : distances(length);
    int[] codes = IntStream.range(0, length).map(rna::code).toArray();
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        int at = (i * length + j) * COUNT;
        float[] distance = distances[Math.abs(i - j)];
        all[at] = distance[0];
        all[at + 1] = distance[1];
        all[at + 2] = distance[2];
        all[at + 3] = distance[3];
        all[at + 4] = Integer.signum(j - i);
        if (Structure.isCanonical(codes[i], codes[j])) {
          all[at + kind(codes[i], codes[j])] = 1;
        }
        all[at + 8] = Math.min(stems.pairs(i, j), LONGEST_HELIX) * 2f / LONGEST_HELIX;
        all[at + 9] = Math.clamp(stems.score(i, j), -BEST_HELIX, BEST_HELIX) * 2 / BEST_HELIX;
        float probability = probabilities[i * length + j];
        all[at + 10] = probability;
        all[at + 11] = probability > Prior.LEAST ? logit(probability) : -1;
      }
    }
    return all;
  }

  private static float logit(float probability) {
    return Math.min(1, (float) Math.log(probability / (1 - probability)) / LOGIT);
  }

  /** Place of the number that says which canonical pair two codes make. */
  private static int kind(int a, int b) {
    if (a + b != WATSON_CRICK) {
      return 7;
    }
    return a == 0 || b == 0 ? 5 : 6;
  }

  /** The four numbers of each distance. */
  private static float[][] distances(int length) {
    float[][] numbers = new float[length][];
    for (int distance = 0; distance < length; distance++) {
      double log = Math.log1p(distance);
      numbers[distance] =
          new float[] {
            (float) (log / 4),
            (float) Math.cos(WAVES * log),
            (float) Math.exp(-(double) distance / NEAR),
            (float) Math.exp(-(double) distance / FAR)
          };
    }
    return numbers;
  }
}
