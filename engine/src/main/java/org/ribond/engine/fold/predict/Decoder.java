package org.ribond.engine.fold.predict;

import org.ribond.engine.fold.physics.Decoding;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * Which structure is called, by the probabilities of pairs.
 *
 * @param kind how
 * @param gamma of {@link Kind#MEA}, above 0: the greater, the more pairs
 */
public record Decoder(Kind kind, double gamma) {
  /** Ways to call one. */
  public enum Kind {
    /** The nested structure of the greatest expected accuracy. */
    MEA,
    /** All pairs that are likelier than not. */
    CENTROID
  }

  /** The greatest expected accuracy, with the gamma of the highest F1 on bpRNA's TR0 and VL0. */
  public static final Decoder DEFAULT = new Decoder(Kind.MEA, 2);

  /** Checks {@code gamma}. */
  public Decoder {
    if (!(gamma > 0) || Double.isInfinite(gamma)) {
      throw new IllegalArgumentException("gamma " + gamma + " is not above 0");
    }
  }

  /** The structure of an RNA. */
  public Structure structure(Sequence rna, PairProbabilities probabilities) {
    return switch (kind) {
      case MEA -> Decoding.expectedAccuracy(rna, probabilities, gamma);
      case CENTROID -> Decoding.centroid(rna, probabilities);
    };
  }
}
