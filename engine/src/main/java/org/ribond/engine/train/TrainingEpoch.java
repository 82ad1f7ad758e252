package org.ribond.engine.train;

/** The samples of one epoch of a {@link TrainingSession}, in the order in which it takes them. */
public interface TrainingEpoch extends AutoCloseable {
  /** Number of samples, at least 1. */
  int samples();

  /**
   * Does what is to be done before the epoch's first step, such as to forget an optimiser's
   * moments. An epoch that goes on from the middle does not begin again.
   */
  default void begin() {}

  /**
   * One step of the optimiser on the mini-batch of samples {@code first} to {@code first + count},
   * exclusive. It may be done later, but in order.
   *
   * @param rateFactor what the optimiser's learning rate is multiplied by
   */
  void step(int first, int count, float rateFactor);

  /** Gives back what the epoch alone needs, once its steps are done. */
  @Override
  void close();
}
