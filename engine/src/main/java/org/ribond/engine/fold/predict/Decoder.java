package org.ribond.engine.fold.predict;

import org.ribond.engine.fold.physics.Decoding;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * Which structure is called, by the probabilities of pairs.
 *
 * @param kind how
 * @param number gamma of {@link Kind#MEA}, the threshold of {@link Kind#ONE_PARTNER}; above 0
 */
public record Decoder(Kind kind, double number) {
  /** Ways to call one. */
  public enum Kind {
    /**
     * The nested structure of the greatest expected accuracy; the greater gamma, the more pairs.
     */
    MEA,
    /** All pairs that are likelier than not. */
    CENTROID,
    /** Pairs by falling probability down to a threshold, of free bases: they may cross. */
    ONE_PARTNER
  }

  /** The greatest expected accuracy, with the gamma of the highest F1 of physics on TR0 and VL0. */
  public static final Decoder PHYSICS = new Decoder(Kind.MEA, 2);

  /** All pairs that are likelier than not. */
  public static final Decoder CENTROID = new Decoder(Kind.CENTROID, 1);

  /** Checks the number. */
  public Decoder {
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          (kind == Kind.ONE_PARTNER ? "threshold " : "gamma ") + number + " is not above 0");
    }
  }

  /** The structure of an RNA. */
  public Structure structure(Sequence rna, PairProbabilities probabilities) {
    return switch (kind) {
      case MEA -> Decoding.expectedAccuracy(rna, probabilities, number);
      case CENTROID -> Decoding.centroid(rna, probabilities);
      case ONE_PARTNER -> Decoding.onePartner(rna, probabilities, number);
    };
  }
}
