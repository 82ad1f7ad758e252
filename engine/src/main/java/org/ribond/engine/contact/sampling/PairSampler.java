package org.ribond.engine.contact.sampling;

/** Draws the samples of each epoch: a function of the sampler's data, its seed and the epoch. */
public interface PairSampler {
  /** The pools that all epochs refer to. */
  LetterPools pools();

  /** The samples of {@code epoch} (from 0), shuffled; the same whenever it is asked for. */
  PairSet epoch(int epoch);

  /** Whether the optimiser's moments are to start afresh at the beginning of {@code epoch}. */
  default boolean startsAfresh(int epoch) {
    return false;
  }

  /** Negatives that no epoch holds, kept to set thresholds by; none if there are not any. */
  default PairSet unseenNegatives() {
    return PairSet.empty();
  }
}
