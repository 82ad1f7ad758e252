package org.ribond.engine.embed.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows to train on in folds that part no group.
 *
 * @param count number of folds
 * @param train the rows
 * @param folds fold of each of them
 */
record InnerFolds(int count, int[] train, int[] folds) {
  private static final int PURPOSE = 1 << 20;

  /** Folds of the rows {@code train} of a table with these groups. */
  static InnerFolds of(int[] groups, int[] train, int seed) {
    int[] trained = Arrays.stream(train).map(row -> groups[row]).toArray();
    int different = (int) Arrays.stream(trained).distinct().count();
    int count = Math.min(LinearFit.INNER_FOLDS, different);
    return new InnerFolds(count, train, GroupedFolds.of(trained, count, seed, PURPOSE));
  }

  /** The rows of all folds but one. */
  int[] kept(int fold) {
    return IntStream.range(0, train.length)
        .filter(i -> folds[i] != fold)
        .map(i -> train[i])
        .toArray();
  }

  /** The rows of one fold. */
  int[] left(int fold) {
    return IntStream.range(0, train.length)
        .filter(i -> folds[i] == fold)
        .map(i -> train[i])
        .toArray();
  }
}
