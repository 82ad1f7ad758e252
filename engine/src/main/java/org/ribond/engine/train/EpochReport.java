package org.ribond.engine.train;

import java.util.OptionalDouble;

/**
 * What one epoch came to.
 *
 * @param member number of the ensemble member, from 0
 * @param epoch number of the epoch, from 0
 * @param samples samples trained
 * @param loss mean of the mini-batches' losses, dropout included
 * @param score validation score after it, if there is a validation
 * @param seconds wall time of its training, without the validation
 */
public record EpochReport(
    int member, int epoch, int samples, double loss, OptionalDouble score, double seconds) {
  /** Samples trained in a second. */
  public double samplesPerSecond() {
    return samples / seconds;
  }
}
