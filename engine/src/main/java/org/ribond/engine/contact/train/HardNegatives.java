package org.ribond.engine.contact.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Chooses the negatives of a mini-batch that a network takes for contacts most. */
final class HardNegatives {
  private HardNegatives() {}

  /**
   * Numbers of the samples to train on, ascending: all contacts, and of the negatives one in {@code
   * hardest}, rounded up, with the highest scores; of equal scores the first.
   *
   * @param labels labels of all samples
   * @param first first sample of the mini-batch
   * @param scores score of each sample of the mini-batch
   */
  static int[] choose(int[] labels, int first, float[] scores, int hardest) {
    int[] negatives =
        IntStream.range(0, scores.length)
            .filter(i -> labels[first + i] == 0)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> -scores[i])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    int kept = Math.ceilDiv(negatives.length, hardest);
    IntStream contacts = IntStream.range(0, scores.length).filter(i -> labels[first + i] == 1);
    return IntStream.concat(contacts, Arrays.stream(negatives).limit(kept))
        .map(i -> first + i)
        .sorted()
        .toArray();
  }
}
