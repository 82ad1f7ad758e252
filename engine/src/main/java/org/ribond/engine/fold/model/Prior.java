package org.ribond.engine.fold.model;

import java.util.Arrays;
import org.ribond.engine.fold.physics.PairProbabilities;

/**
 * What physics holds of an RNA's pairs: of those of some probability, for all others count as
 * having the least one. Small, so that those of many thousand RNAs fit in memory. Immutable.
 */
public final class Prior {
  /** Probability below which pairs are alike. */
  public static final float LEAST = 1e-4f;

  private final int length;
  private final int[] places;
  private final float[] probabilities;

  private Prior(int length, int[] places, float[] probabilities) {
    this.length = length;
    this.places = places;
    this.probabilities = probabilities;
  }

  /** Of the probabilities by physics. */
  public static Prior of(PairProbabilities all) {
    int length = all.length();
    int[] places = new int[length];
    float[] probabilities = new float[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        float probability = (float) all.pair(i, j);
        if (probability >= LEAST) {
          if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            probabilities = Arrays.copyOf(probabilities, 2 * count);
          }
          places[count] = i * length + j;
          probabilities[count++] = probability;
        }
      }
    }
    return new Prior(length, Arrays.copyOf(places, count), Arrays.copyOf(probabilities, count));
  }

  /** The probabilities of all pairs, both ways round, bases x bases. */
  float[] map() {
    float[] map = new float[length * length];
    Arrays.fill(map, LEAST);
    for (int k = 0; k < places.length; k++) {
      int i = places[k] / length;
      int j = places[k] % length;
      map[places[k]] = probabilities[k];
      map[j * length + i] = probabilities[k];
    }
    return map;
  }
}
