package org.ribond.engine.label.linear;

import java.util.OptionalInt;

/**
 * How a linear model is trained.
 *
 * @param method ridge regression, or logistic regression for classes
 * @param view what it looks at
 * @param longestWord letters of the longest words that are counted; else 5 bases or 2 residues
 * @param seed chooses the samples that are held out where there is no validation set
 */
public record LinearOptions(Method method, View view, OptionalInt longestWord, int seed) {
  /** Ridge regression on what the validation set likes best. */
  public static final LinearOptions DEFAULT =
      new LinearOptions(Method.RIDGE, View.BEST, OptionalInt.empty(), 0);

  /** How weights are found. */
  public enum Method {
    /** Least squares on targets of 1 for a sample's class and -1 for the others. */
    RIDGE,
    /** Multinomial logistic regression. */
    LOGISTIC
  }

  /** What a model looks at. */
  public enum View {
    /** Counts of words. */
    WORDS,
    /** Letters by their place, for sequences of one length. */
    PLACES,
    /** Both. */
    BOTH,
    /** Whichever of the three ranks the validation set best, or errs least for numbers. */
    BEST
  }
}
