package org.ribond.engine.train;

import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.Weights;

/**
 * Judges a network in training; the best epoch is the one that it scores highest. Thread-safe:
 * networks that are trained side by side are judged at the same time.
 */
@FunctionalInterface
public interface Validation {
  /**
   * The score of the network with {@code weights}, the higher the better. The same weights have the
   * same score whenever they are asked for, or a resumed run would not go on as the first did.
   *
   * @param backend where the network is trained, and may be run
   * @param stop asked now and then whether to give up
   * @return the score, or nothing if it was told to give up
   */
  OptionalDouble score(Weights weights, Backend backend, BooleanSupplier stop);
}
