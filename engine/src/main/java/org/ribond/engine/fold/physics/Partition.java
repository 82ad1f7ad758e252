package org.ribond.engine.fold.physics;

import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.sequence.Sequence;

/**
 * The sum over all nested structures of an RNA, and with it the probability of each pair, in time
 * that grows with the cube of the length and memory that grows with its square. May be used by
 * several threads.
 */
public final class Partition {
  /** Bases of the longest RNA. */
  public static final int LONGEST = 10_000;

  private static final int TRIANGLES = 5;

  private final EnergyModel model = EnergyModel.shipped();

  /** By the parameters that come with Ribond, those of EternaFold. */
  public Partition() {}

  /** Bytes of memory that an RNA of {@code length} bases takes. */
  public static long bytes(int length) {
    return TRIANGLES * Triangle.bytes(length);
  }

  /**
   * The probability of each pair of an RNA.
   *
   * @param rna at least one base and at most {@link #LONGEST}
   * @param constraint of as many bases
   * @throws DataException if no structure is as the constraint wants it
   * @throws IllegalArgumentException if the lengths are wrong
   */
  public PairProbabilities probabilities(Sequence rna, Constraint constraint) {
    if (rna.length() == 0 || rna.length() > LONGEST || constraint.length() != rna.length()) {
      throw new IllegalArgumentException(
          rna.length() + " bases, constraint of " + constraint.length());
    }
    return probabilities(rna, constraint, Arithmetic.Scaled.USUAL)
        .or(() -> probabilities(rna, constraint, new Arithmetic.Logarithmic()))
        .orElseThrow(
            () ->
                new DataException(
                    "record '" + rna.name() + "': no structure is as its constraint wants it"));
  }

  /** The same with weights kept in a certain way; empty if they are out of its range. */
  Optional<PairProbabilities> probabilities(
      Sequence rna, Constraint constraint, Arithmetic arithmetic) {
    InsidePass inside = new InsidePass(new LoopWeights(model, arithmetic, rna, constraint));
    double score = arithmetic.score(inside.whole()) + rna.length() * arithmetic.scale();
    return Double.isFinite(score)
        ? new OutsidePass(inside).probabilities().map(pairs -> new PairProbabilities(pairs, score))
        : Optional.empty();
  }

  /** The model, for tests. */
  EnergyModel model() {
    return model;
  }
}
