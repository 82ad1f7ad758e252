package org.ribond.engine.fold.physics;

import java.util.Arrays;

/**
 * The sum over all structures of each stretch of an RNA (McCaskill 1990), from short ones to long
 * ones. Each structure is counted once. For bases {@code i <= j}:
 *
 * <ul>
 *   <li>{@code closed}: those with the pair {@code (i, j)}, all within it and itself;
 *   <li>{@code ended}: the same times the pair's end towards an interior loop around it;
 *   <li>{@code first}: part of a multi-branched loop that begins with a branch at {@code i} and has
 *       no other;
 *   <li>{@code branches}: part of one with one branch or more.
 * </ul>
 */
final class InsidePass {
  final LoopWeights loops;
  final Triangle closed;
  final Triangle ended;
  final Triangle first;
  final Triangle branches;

  /** By number of bases, of the external loop's start of that length. */
  final double[] prefix;

  private final Arithmetic arithmetic;
  private final int length;

  /** Two branches or more between {@code i + 1} and each base. */
  private double[] several;

  /** One branch between {@code i + 1} and each base, unpaired bases around it. */
  private final double[] single;

  InsidePass(LoopWeights loops) {
    this.loops = loops;
    arithmetic = loops.arithmetic;
    length = loops.length();
    closed = new Triangle(length, arithmetic.zero());
    ended = new Triangle(length, arithmetic.zero());
    first = new Triangle(length, arithmetic.zero());
    branches = new Triangle(length, arithmetic.zero());
    single = filled();
    several = filled();
    double[] next = filled();
    for (int i = length - 1; i >= 0; i--) {
      pairs(i);
      branches(i, next);
      double[] last = several;
      several = next;
      next = last;
    }
    prefix = external();
  }

  private double[] filled() {
    double[] values = new double[length];
    Arrays.fill(values, arithmetic.zero());
    return values;
  }

  /** The weight of all structures. */
  double whole() {
    return prefix[length];
  }

  private void pairs(int i) {
    for (int j = i + EnergyModel.SHORTEST_HAIRPIN + 1; j < length; j++) {
      if (!loops.mayPair(i, j)) {
        continue;
      }
      double inside = arithmetic.plus(loops.hairpin(i, j), interior(i, j));
      inside = arithmetic.plus(inside, arithmetic.times(several[j - 1], loops.multiLoop(i, j)));
      double weight = arithmetic.times(inside, loops.pair(i, j));
      closed.set(i, j, weight);
      if (i > 0 && j + 1 < length) {
        ended.set(i, j, arithmetic.times(weight, loops.outerEnd(i, j)));
      }
    }
  }

  /** Stacks, bulges and interior loops that the pair closes. */
  private double interior(int i, int j) {
    double sum = arithmetic.zero();
    int mostLeft = Math.min(EnergyModel.LONGEST_INTERIOR, loops.freeFrom(i + 1));
    int mostRight = Math.min(EnergyModel.LONGEST_INTERIOR, loops.freeBefore(j));
    int most = EnergyModel.LONGEST_INTERIOR;
    for (int left = 0; left <= mostLeft; left++) {
      int start = i + 1 + left;
      int right = Math.min(mostRight, Math.min(most - left, j - 1 - start));
      if (right < 0) {
        break;
      }
      sum =
          arithmetic.plus(
              sum,
              arithmetic.dot(
                  ended.values,
                  ended.at(start, j - 1 - right),
                  loops.interiorReversed(left),
                  most - right,
                  right + 1));
      for (int small = 0; left <= 1 && small <= Math.min(1, right); small++) {
        if (left + small > 0) {
          sum =
              arithmetic.plus(
                  sum,
                  arithmetic.times(
                      ended.get(start, j - 1 - small), loops.smallLoop(i, j, left, small)));
        }
      }
    }
    sum = arithmetic.times(sum, loops.innerEnd(i, j));
    return arithmetic.plus(sum, arithmetic.times(closed.get(i + 1, j - 1), loops.stack(i, j)));
  }

  /**
   * Rows {@code i} of {@link #first} and {@link #branches}, and {@code next} for the next pairs.
   */
  private void branches(int i, double[] next) {
    int row = first.at(i, 0);
    double one = arithmetic.zero();
    for (int j = i; j < length; j++) {
      one = arithmetic.times(one, loops.multiUnpaired(j));
      double weight = closed.values[row + j];
      if (weight != arithmetic.zero()) {
        one = arithmetic.plus(one, arithmetic.times(weight, loops.branch(i, j)));
      }
      first.values[row + j] = one;
      single[j] = arithmetic.plus(one, arithmetic.times(single[j], loops.multiUnpaired(i)));
    }
    Arrays.fill(next, i, length, arithmetic.zero());
    for (int k = i; k < length; k++) {
      // All that ends at k is there: what begins a branch at k + 1 may follow.
      double before = arithmetic.plus(next[k], single[k]);
      branches.values[row + k] = before;
      if (k + 1 < length) {
        arithmetic.add(before, first.values, first.at(k + 1, k + 1), next, k + 1, length - k - 1);
      }
    }
  }

  private double[] external() {
    double[] prefixes = new double[length + 1];
    prefixes[0] = arithmetic.one();
    for (int j = 0; j < length; j++) {
      double sum = arithmetic.times(prefixes[j], loops.externalUnpaired(j));
      for (int i = 0; i < j; i++) {
        double weight = closed.get(i, j);
        if (weight != arithmetic.zero()) {
          weight = arithmetic.times(weight, loops.external(i, j));
          sum = arithmetic.plus(sum, arithmetic.times(weight, prefixes[i]));
        }
      }
      prefixes[j + 1] = sum;
    }
    return prefixes;
  }
}
