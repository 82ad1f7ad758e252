package org.ribond.engine.fold.physics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The sum over all that may stand around each stretch of an RNA, from long ones to short ones, and
 * from it the probability of each pair. Takes the place of what an {@link InsidePass} found.
 */
final class OutsidePass {
  private final LoopWeights loops;
  private final Arithmetic arithmetic;
  private final int length;
  private final Triangle closed;
  private final Triangle first;
  private final Triangle branches;
  private final double[] prefix;

  /** Around each pair, times the pair and its end towards an interior loop in it. */
  private final Triangle around;

  /** Around each part of a multi-branched loop with two branches or more. */
  private final Triangle several;

  /** By first base, of the external loop's end from there. */
  private final double[] suffix;

  /** Around each pair of the row before, times the pair. */
  private double[] outer;

  /** The same times the multi-branched loop that it closes. */
  private double[] closing;

  /** Around a part with one branch, of the row before. */
  private final double[] single;

  /** Around a part that begins with its one branch, of this row. */
  private final double[] one;

  private final Triangle probabilities;
  private boolean inRange = true;

  OutsidePass(InsidePass inside) {
    loops = inside.loops;
    arithmetic = loops.arithmetic;
    length = loops.length();
    closed = inside.closed;
    first = inside.first;
    branches = inside.branches;
    prefix = inside.prefix;
    around = inside.ended;
    Arrays.fill(around.values, arithmetic.zero());
    several = new Triangle(length, arithmetic.zero());
    probabilities = closed;
    outer = filled();
    closing = filled();
    single = filled();
    one = filled();
    suffix = external();
    double[] nextOuter = filled();
    double[] nextClosing = filled();
    for (int i = 0; i < length; i++) {
      branches(i);
      pairs(i, nextOuter, nextClosing);
      double[] last = outer;
      outer = nextOuter;
      nextOuter = last;
      last = closing;
      closing = nextClosing;
      nextClosing = last;
    }
  }

  /** Of each pair; empty if a weight was out of the arithmetic's range. */
  Optional<Triangle> probabilities() {
    return inRange ? Optional.of(probabilities) : Optional.empty();
  }

  private double[] filled() {
    double[] values = new double[length];
    Arrays.fill(values, arithmetic.zero());
    return values;
  }

  private double[] external() {
    double[] suffixes = new double[length + 1];
    suffixes[length] = arithmetic.one();
    for (int i = length - 1; i >= 0; i--) {
      double sum = arithmetic.times(suffixes[i + 1], loops.externalUnpaired(i));
      for (int j = i + 1; j < length; j++) {
        double weight = closed.get(i, j);
        if (weight != arithmetic.zero()) {
          weight = arithmetic.times(weight, loops.external(i, j));
          sum = arithmetic.plus(sum, arithmetic.times(weight, suffixes[j + 1]));
        }
      }
      suffixes[i] = sum;
    }
    return suffixes;
  }

  /** Row {@code i} of {@link #several}, then {@link #single} and {@link #one}. */
  private void branches(int i) {
    int row = several.at(i, 0);
    double stay = i > 0 ? loops.multiUnpaired(i - 1) : arithmetic.zero();
    for (int j = length - 1; j >= i; j--) {
      // As the beginning of a longer part, which goes on with a branch at j + 1.
      double any =
          j + 1 < length
              ? arithmetic.dot(
                  several.values, row + j + 1, first.values, first.at(j + 1, j + 1), length - j - 1)
              : arithmetic.zero();
      double closes = j + 1 < length ? closing[j + 1] : arithmetic.zero();
      // Around parts with one branch or more it is the same without the loop's own two.
      double more = arithmetic.plus(any, closes);
      several.values[row + j] = more;
      single[j] = arithmetic.plus(any, arithmetic.times(single[j], stay));
    }
    Arrays.fill(one, i, length, arithmetic.zero());
    for (int k = 0; k < i; k++) {
      // As the last branch of a part from k on.
      arithmetic.add(branches.get(k, i - 1), several.values, several.at(k, i), one, i, length - i);
    }
    double longer = arithmetic.zero();
    for (int j = length - 1; j >= i; j--) {
      double sum = arithmetic.plus(one[j], single[j]);
      if (j + 1 < length) {
        sum = arithmetic.plus(sum, arithmetic.times(longer, loops.multiUnpaired(j + 1)));
      }
      one[j] = sum;
      longer = sum;
    }
  }

  private void pairs(int i, double[] nextOuter, double[] nextClosing) {
    Arrays.fill(nextOuter, i, length, arithmetic.zero());
    Arrays.fill(nextClosing, i, length, arithmetic.zero());
    for (int j = length - 1; j > i; j--) {
      double inside = closed.get(i, j);
      if (inside == arithmetic.zero()) {
        probabilities.set(i, j, 0);
        continue;
      }
      double outside =
          arithmetic.times(arithmetic.times(prefix[i], suffix[j + 1]), loops.external(i, j));
      outside = arithmetic.plus(outside, arithmetic.times(one[j], loops.branch(i, j)));
      if (i > 0 && j + 1 < length) {
        outside = arithmetic.plus(outside, interior(i, j));
      }
      double share = arithmetic.share(arithmetic.times(inside, outside), prefix[length]);
      // Rounding may bring it above 1 by a little; a weight out of range does by more, or to NaN.
      inRange &= share < 1.01;
      probabilities.set(i, j, Math.min(1, share));
      double pair = arithmetic.times(outside, loops.pair(i, j));
      nextOuter[j] = pair;
      nextClosing[j] = arithmetic.times(pair, loops.multiLoop(i, j));
      around.set(i, j, arithmetic.times(pair, loops.innerEnd(i, j)));
    }
    probabilities.set(i, i, 0);
  }

  /** As what a stack, a bulge or an interior loop holds. */
  private double interior(int i, int j) {
    int most = EnergyModel.LONGEST_INTERIOR;
    int mostLeft = Math.min(Math.min(most, loops.freeBefore(i)), i - 1);
    int mostRight = Math.min(Math.min(most, loops.freeFrom(j + 1)), length - 2 - j);
    double sum = arithmetic.zero();
    for (int left = 0; left <= mostLeft; left++) {
      int start = i - 1 - left;
      int right = Math.min(mostRight, most - left);
      sum =
          arithmetic.plus(
              sum,
              arithmetic.dot(
                  around.values, around.at(start, j + 1), loops.interior(left), 0, right + 1));
      for (int small = 0; left <= 1 && small <= Math.min(1, right); small++) {
        double weight = left + small > 0 ? around.get(start, j + 1 + small) : arithmetic.zero();
        if (weight != arithmetic.zero()) {
          sum =
              arithmetic.plus(
                  sum,
                  arithmetic.times(weight, loops.smallLoop(start, j + 1 + small, left, small)));
        }
      }
    }
    sum = arithmetic.times(sum, loops.outerEnd(i, j));
    double stacked = outer[j + 1];
    return stacked == arithmetic.zero()
        ? sum
        : arithmetic.plus(sum, arithmetic.times(stacked, loops.stack(i - 1, j + 1)));
  }
}
