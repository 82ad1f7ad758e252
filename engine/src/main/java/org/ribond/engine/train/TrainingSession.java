package org.ribond.engine.train;

import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Weights;

/**
 * A network in training on a backend, with its learner and its samples. Not thread-safe.
 *
 * <p>What a step does is a function of the state, and of seed, member, epoch and the samples'
 * places in the epoch: a session that is restored goes on as if it had never stopped, to the bit.
 */
public interface TrainingSession extends AutoCloseable {
  /** A copy of all that changes in training. */
  LearnerState state();

  /**
   * Goes back to a copy that {@link #state} made.
   *
   * @throws IllegalArgumentException if it is of another network
   */
  void restore(LearnerState state);

  /**
   * The samples of an epoch, which is to be closed before the next is asked for. Asking changes
   * nothing of the state.
   *
   * @param number number of the epoch, from 0
   */
  TrainingEpoch epoch(int number);

  /** A copy of the weights. Waits for all steps. */
  Weights weights();

  /** Sum of the mini-batches' losses since it was last taken. Waits for all steps. */
  float lossSum();

  /** The same, and starts again at 0. */
  float takeLossSum();

  /** Gives the memory back. */
  @Override
  void close();
}
