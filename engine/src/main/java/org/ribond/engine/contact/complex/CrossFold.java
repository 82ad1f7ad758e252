package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One fold of a cross-validation in which no two sides share a structure or have homologous chains:
 * it is left out to be tested, and the others are trained on, but for a part of their groups that
 * judges the training.
 *
 * @param training complexes to train on
 * @param validation complexes to judge epochs by; none if all others are one group
 * @param test complexes of the fold itself
 */
public record CrossFold(List<Complex> training, List<Complex> validation, List<Complex> test) {
  /** In so many parts is cut what is not tested, if it has as many groups; the last one judges. */
  private static final int PARTS = 10;

  public CrossFold {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * Fold {@code number} of {@code folds}; the same complexes, whatever their order, and the same
   * seed give the same folds.
   *
   * @param complexes complexes with clusters
   * @param number from 1 to {@code folds}
   * @param folds at least 2, and at most the number of groups
   * @throws IllegalArgumentException if a complex has no cluster, there are too few groups, or no
   *     such fold
   */
  public static CrossFold of(List<Complex> complexes, int number, int folds, long seed) {
    if (number < 1 || number > folds) {
      throw new IllegalArgumentException("fold " + number + " of " + folds);
    }
    List<List<Complex>> all = DatasetSplit.intoFolds(complexes, folds, seed);
    List<Complex> rest = new ArrayList<>();
    for (int fold = 1; fold <= folds; fold++) {
      if (fold != number) {
        rest.addAll(all.get(fold - 1));
      }
    }
    int groups = (int) rest.stream().map(Complex::cluster).distinct().count();
    if (groups < 2) {
      return new CrossFold(rest, List.of(), all.get(number - 1));
    }
    List<List<Complex>> parts = DatasetSplit.intoFolds(rest, Math.min(PARTS, groups), seed);
    List<Complex> training = new ArrayList<>();
    parts.subList(0, parts.size() - 1).forEach(training::addAll);
    training.sort(Comparator.comparing(Complex::id));
    return new CrossFold(training, parts.getLast(), all.get(number - 1));
  }
}
