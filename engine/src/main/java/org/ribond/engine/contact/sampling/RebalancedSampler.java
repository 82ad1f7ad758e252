package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ribond.engine.random.Draws;

/**
 * The samples of another sampler with contacts made to count for more: each stands in an epoch
 * several times, or weighs more in the loss. Copies are spread over the epoch by a shuffle of their
 * own. Immutable and thread-safe if the other one is.
 */
public final class RebalancedSampler implements PairSampler {
  private final PairSampler sampler;
  private final int copies;
  private final float contactWeight;
  private final int seed;
  private final int member;

  /**
   * Rebalances the samples of {@code sampler}.
   *
   * @param copies how often each contact stands in an epoch, at least 1
   * @param contactWeight what the weight of a contact is multiplied by, above 0
   * @param seed seed of the run, for the order
   * @param member number of the ensemble member, for the order
   */
  public RebalancedSampler(
      PairSampler sampler, int copies, float contactWeight, int seed, int member) {
    if (copies < 1 || !(contactWeight > 0 && Float.isFinite(contactWeight))) {
      throw new IllegalArgumentException(
          copies + " copies of each contact with a weight of " + contactWeight);
    }
    this.sampler = sampler;
    this.copies = copies;
    this.contactWeight = contactWeight;
    this.seed = seed;
    this.member = member;
  }

  @Override
  public LetterPools pools() {
    return sampler.pools();
  }

  @Override
  public boolean startsAfresh(int epoch) {
    return sampler.startsAfresh(epoch);
  }

  @Override
  public PairSet unseenNegatives() {
    return sampler.unseenNegatives();
  }

  @Override
  public PairSet epoch(int epoch) {
    PairSet plain = sampler.epoch(epoch);
    PairSet all = copies == 1 ? plain : plain.subset(withCopies(plain, epoch));
    for (int i = 0; i < all.size(); i++) {
      all.weights()[i] *= all.labels()[i] == 1 ? contactWeight : 1;
    }
    return all;
  }

  private int[] withCopies(PairSet plain, int epoch) {
    int[] contacts = IntStream.range(0, plain.size()).filter(i -> plain.labels()[i] == 1).toArray();
    int count = Math.addExact(plain.size(), Math.multiplyExact(contacts.length, copies - 1));
    int[] order = Arrays.copyOf(IntStream.range(0, plain.size()).toArray(), count);
    for (int i = plain.size(); i < count; i++) {
      order[i] = contacts[(i - plain.size()) % contacts.length];
    }
    Draws.shuffle(order, epoch, seed, member);
    return order;
  }
}
