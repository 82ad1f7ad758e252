package org.ribond.engine.embed.probe;

import java.util.List;

/**
 * How features are probed.
 *
 * @param fractions shares of the groups to train on, each above 0 and at most 1
 * @param draws how often a share below 1 is drawn
 * @param folds folds of a cross-validation, where the data have no split
 * @param replicates draws for the intervals of the whole; 0 for none
 * @param unseen whether the score without relatives stands beside the plain one
 * @param seed of all that is random
 */
public record ProbePlan(
    List<Double> fractions, int draws, int folds, int replicates, boolean unseen, int seed) {
  /** Checks all of it. */
  public ProbePlan {
    fractions = List.copyOf(fractions);
    if (fractions.isEmpty()) {
      throw new IllegalArgumentException("no fraction of the labels to train on");
    }
    for (double fraction : fractions) {
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "a fraction of the labels lies above 0 and is at most 1, not " + fraction);
      }
    }
    if (draws < 1 || folds < 2 || replicates < 0) {
      throw new IllegalArgumentException(
          "needed are at least 1 draw, 2 folds and no fewer than 0 replicates");
    }
  }
}
