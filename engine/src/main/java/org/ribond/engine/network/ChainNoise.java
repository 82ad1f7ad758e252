package org.ribond.engine.network;

import org.ribond.engine.compute.Dropout;

/**
 * What is left out of the sequences of a mini-batch in training: a function of its numbers alone,
 * as {@link Dropout} is, whose rows are the sequences and whose columns are the places in them.
 *
 * @param masked probability that a letter becomes an unknown one
 * @param seed seed of the run
 * @param member number of the ensemble member
 * @param step number of the optimiser step
 * @param first place in the mini-batch of the first sequence
 */
record ChainNoise(float masked, int seed, int member, int step, int first) {
  /** Number that letters have among the layers of dropout masks; words have those below it. */
  private static final int LETTERS = 0xFFFF;

  /** Nothing is left out. */
  static final ChainNoise NONE = new ChainNoise(0, 0, 0, 0, 0);

  /** Which letters become unknown. */
  Dropout letters() {
    return new Dropout(masked, seed, member, LETTERS, step, first);
  }

  /** Which words are left out of pool {@code pool}. */
  Dropout words(int pool, float rate) {
    return new Dropout(rate, seed, member, LETTERS - 1 - pool, step, first);
  }
}
