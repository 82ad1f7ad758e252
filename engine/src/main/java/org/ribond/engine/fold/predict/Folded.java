package org.ribond.engine.fold.predict;

import java.util.Locale;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;

/**
 * What is predicted of an RNA.
 *
 * @param structure which bases pair
 * @param probabilities of all pairs
 * @param accuracy the share of its bases that is expected to be right in {@code structure}
 * @param method what gave the probabilities
 */
public record Folded(
    Structure structure, PairProbabilities probabilities, double accuracy, Method method) {
  /** What gives probabilities. */
  public enum Method {
    /** Trained networks. */
    NETWORK,
    /** The sum over all structures. */
    PHYSICS;

    /** Its name in what is written. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
