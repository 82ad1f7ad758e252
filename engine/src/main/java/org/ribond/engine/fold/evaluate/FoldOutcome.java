package org.ribond.engine.fold.evaluate;

import java.util.HashSet;
import java.util.Set;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;

/**
 * How one predicted structure compares with the known one: pairs count as right if both their bases
 * are the same.
 *
 * @param name of the RNA
 * @param length its bases
 * @param predicted number of predicted pairs
 * @param known number of known pairs
 * @param right number of pairs that are both
 */
public record FoldOutcome(String name, int length, int predicted, int known, int right) {
  /** Compares two structures of one RNA. */
  public static FoldOutcome of(Structure predicted, Structure known) {
    Set<Pair> both = new HashSet<>(known.pairs());
    both.retainAll(predicted.pairs());
    return new FoldOutcome(
        known.rna().name(),
        known.rna().length(),
        predicted.pairs().size(),
        known.pairs().size(),
        both.size());
  }

  /** Share of predicted pairs that are right; 1 without any if there are none to find, else 0. */
  public double precision() {
    return predicted == 0 ? none() : (double) right / predicted;
  }

  /** Share of known pairs that are found; 1 of none if none is predicted, else 0. */
  public double recall() {
    return known == 0 ? none() : (double) right / known;
  }

  /** Harmonic mean of both: twice the right pairs by all known and all predicted ones. */
  public double f1() {
    return predicted + known == 0 ? 1 : 2.0 * right / (predicted + known);
  }

  /** Whether every pair is right and none is missing. */
  public boolean isSolved() {
    return right == predicted && right == known;
  }

  private double none() {
    return predicted + known == 0 ? 1 : 0;
  }
}
