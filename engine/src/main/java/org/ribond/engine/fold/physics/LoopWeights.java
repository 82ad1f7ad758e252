package org.ribond.engine.fold.physics;

import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * Weights of the loops of one RNA. Positions are 0-based; a pair {@code (i, j)} has {@code i < j}.
 * Each base's share of the arithmetic's scale is taken from the loop that the base stands in, and
 * that of two paired bases from their pair.
 */
final class LoopWeights {
  final Arithmetic arithmetic;

  private final EnergyModel model;
  private final Constraint constraint;
  private final byte[] bases;

  /** How many bases from each position on may be unpaired together, and how many before it. */
  private final int[] freeFrom;

  private final int[] freeBefore;

  /** By unpaired bases on the left and on the right. */
  private final double[][] interior;

  /** The same with those on the right counted down from the most. */
  private final double[][] interiorReversed;

  LoopWeights(EnergyModel model, Arithmetic arithmetic, Sequence rna, Constraint constraint) {
    this.model = model;
    this.arithmetic = arithmetic;
    this.constraint = constraint;
    int length = rna.length();
    bases = new byte[length];
    freeFrom = new int[length + 1];
    freeBefore = new int[length + 1];
    for (int i = 0; i < length; i++) {
      bases[i] = (byte) rna.code(i);
      freeBefore[i + 1] = constraint.mayBeUnpaired(i) ? freeBefore[i] + 1 : 0;
    }
    for (int i = length - 1; i >= 0; i--) {
      freeFrom[i] = constraint.mayBeUnpaired(i) ? freeFrom[i + 1] + 1 : 0;
    }
    int most = EnergyModel.LONGEST_INTERIOR;
    interior = new double[most + 1][most + 1];
    interiorReversed = new double[most + 1][most + 1];
    for (int left = 0; left <= most; left++) {
      for (int right = 0; right <= most; right++) {
        double weight =
            left + right > most || isSmall(left, right)
                ? arithmetic.zero()
                : interiorWeight(left, right);
        interior[left][right] = weight;
        interiorReversed[left][most - right] = weight;
      }
    }
  }

  /** Whether the loop's weight depends on more than its sizes and its ends. */
  private static boolean isSmall(int left, int right) {
    return left <= 1 && right <= 1;
  }

  private double interiorWeight(int left, int right) {
    return weight(model.interior(left, right), left + right);
  }

  private double weight(double score, int bases) {
    return arithmetic.weight(score - bases * arithmetic.scale());
  }

  int length() {
    return bases.length;
  }

  /** How many bases from {@code i} on may be unpaired together. */
  int freeFrom(int i) {
    return freeFrom[i];
  }

  /** How many bases that end before {@code i} may be unpaired together. */
  int freeBefore(int i) {
    return freeBefore[i];
  }

  /** Whether a structure may have this pair. */
  boolean mayPair(int i, int j) {
    return j - i > EnergyModel.SHORTEST_HAIRPIN
        && Structure.isCanonical(bases[i], bases[j])
        && constraint.mayPair(i, j);
  }

  /** Of the pair itself. */
  double pair(int i, int j) {
    return weight(model.pair(bases[i], bases[j]), 2);
  }

  /** Of the hairpin loop that the pair closes; zero if a base of it has to be paired. */
  double hairpin(int i, int j) {
    int length = j - i - 1;
    if (freeFrom[i + 1] < length) {
      return arithmetic.zero();
    }
    return weight(model.hairpin(length) + innerScore(i, j), length);
  }

  /** Of the pair as the outer end of an interior loop. */
  double innerEnd(int i, int j) {
    return arithmetic.weight(innerScore(i, j));
  }

  private double innerScore(int i, int j) {
    return model.end(bases[i], bases[j], bases[i + 1], bases[j - 1]);
  }

  /** Of the pair as the inner end of an interior loop: it has neighbours on both sides. */
  double outerEnd(int i, int j) {
    return arithmetic.weight(model.end(bases[j], bases[i], bases[j + 1], bases[i - 1]));
  }

  /** Of the pair directly around {@code (i + 1, j - 1)}, besides both pairs. */
  double stack(int i, int j) {
    return arithmetic.weight(model.stacking(bases[i], bases[j], bases[i + 1], bases[j - 1]));
  }

  /**
   * Of interior loops and bulges with {@code left} unpaired bases on the left, by those on the
   * right; zero where {@link #smallLoop} says more. Both ends come besides.
   */
  double[] interior(int left) {
    return interior[left];
  }

  /** The same with those on the right counted down from the most. */
  double[] interiorReversed(int left) {
    return interiorReversed[left];
  }

  /**
   * Of the bulge of one base or the interior loop of one on each side that {@code (i, j)} closes.
   * Both ends come besides.
   *
   * @param left unpaired bases on the left, 0 or 1
   * @param right on the right, not both 0
   */
  double smallLoop(int i, int j, int left, int right) {
    double score = model.interior(left, right);
    if (left == 0) {
      score += model.bulgedBase(bases[j - 1]);
    } else if (right == 0) {
      score += model.bulgedBase(bases[i + 1]);
    } else {
      score += model.facingBases(bases[i + 1], bases[j - 1]);
    }
    return weight(score, left + right);
  }

  /** Of the multi-branched loop that the pair closes, but for its branches and unpaired bases. */
  double multiLoop(int i, int j) {
    int a = bases[i];
    int b = bases[j];
    return arithmetic.weight(
        model.multiLoop
            + model.multiPair
            + model.openEnd(a, b)
            + model.left(a, b, bases[i + 1])
            + model.right(a, b, bases[j - 1]));
  }

  /** Of the pair as a branch of a multi-branched loop. */
  double branch(int i, int j) {
    return arithmetic.weight(model.multiPair + openScore(i, j));
  }

  /** Of the pair as a branch of the external loop. */
  double external(int i, int j) {
    return arithmetic.weight(model.externalPair + openScore(i, j));
  }

  private double openScore(int i, int j) {
    int a = bases[j];
    int b = bases[i];
    double score = model.openEnd(a, b);
    if (j + 1 < bases.length) {
      score += model.left(a, b, bases[j + 1]);
    }
    if (i > 0) {
      score += model.right(a, b, bases[i - 1]);
    }
    return score;
  }

  /** Of an unpaired base of a multi-branched loop; zero if it has to be paired. */
  double multiUnpaired(int i) {
    return constraint.mayBeUnpaired(i) ? weight(model.multiUnpaired, 1) : arithmetic.zero();
  }

  /** Of an unpaired base of the external loop; zero if it has to be paired. */
  double externalUnpaired(int i) {
    return constraint.mayBeUnpaired(i) ? weight(model.externalUnpaired, 1) : arithmetic.zero();
  }
}
