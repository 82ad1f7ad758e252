package org.ribond.engine.embed.probe;

/** Fits a linear model and says what it makes of other rows. */
interface LinearFit {
  /** Folds in which the penalty is chosen, or as many as there are groups. */
  int INNER_FOLDS = 5;

  /**
   * What the model says of the rows {@code test} once it is fitted to the rows {@code train}: a
   * number for each, or a probability of each class, row-major. The penalty is the one that does
   * best on {@code train} in cross-validation by groups.
   *
   * @param groups of each row of the table
   */
  float[] predict(FeatureTable table, int[] groups, int[] train, int[] test, int seed);
}
