package org.ribond.engine.label.train;

import java.util.Locale;

/** What an epoch is judged by on the validation sequences. */
public enum ValidScore {
  /**
   * The mean cross-entropy of classes, or the mean squared error of numbers in standard units; its
   * negative is the score, so that higher is better.
   */
  LOSS,
  /** The mean area under the ROC curve of the classes, each against the rest. */
  ROC_AUC,
  /** The share of sequences whose likeliest class is theirs. */
  ACCURACY;

  /** The name on command lines. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
