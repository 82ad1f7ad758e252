package org.ribond.engine.embed.probe;

/** What learns labels from transcripts themselves, not from a table of features. */
public interface Learner {
  /** Numbers that stand before its last, linear layer. */
  int columns();

  /**
   * What it says of the transcripts {@code test} once it has learned from {@code train}: a number
   * for each, or a probability of each class, row-major.
   *
   * @param draw which draw of the labels this is, from 0
   */
  float[] predict(int[] train, int[] test, int draw);
}
