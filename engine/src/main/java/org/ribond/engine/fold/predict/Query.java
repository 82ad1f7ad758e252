package org.ribond.engine.fold.predict;

import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.sequence.Sequence;

/**
 * An RNA whose structure is asked for.
 *
 * @param rna the RNA
 * @param constraint what the structure has to look like, of as many bases
 */
public record Query(Sequence rna, Constraint constraint) {
  /** Without a constraint. */
  public static Query of(Sequence rna) {
    return new Query(rna, Constraint.none(rna.length()));
  }
}
