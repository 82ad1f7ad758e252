package org.ribond.engine.contact.predict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.contact.tower.ChainValues;
import org.ribond.engine.contact.tower.Towers;

/**
 * What is needed of a chain with any partner.
 *
 * @param mean mean of what the members hold of it
 * @param factors exponentials of where its contacts are, whose mean is 1
 * @param total their sum
 * @param order its letters, those with the largest factors first, equal ones in the chain's order
 * @param members what each member holds of it, where members vote
 */
record ChainProfile(
    ChainValues mean, double[] factors, double total, int[] order, List<ChainValues> members) {
  static ChainProfile of(List<ChainValues> members, boolean isVoted) {
    ChainValues mean = Towers.mean(members);
    double[] factors = new double[mean.length()];
    double total = 0;
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Math.exp(mean.where()[i]);
      total += factors[i];
    }
    int[] order =
        IntStream.range(0, factors.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -factors[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new ChainProfile(mean, factors, total, order, isVoted ? members : List.of());
  }

  int length() {
    return factors.length;
  }
}
