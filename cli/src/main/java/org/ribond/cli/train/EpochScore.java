package org.ribond.cli.train;

/**
 * What a task's epochs are judged by, as people and files see it.
 *
 * @param column its name in files
 * @param words its name in messages
 * @param isNegated whether it is a loss: less is better, and a run has it with the other sign
 */
public record EpochScore(String column, String words, boolean isNegated) {
  /** What people see of a run's score, of which more is always better. */
  double shown(double score) {
    return isNegated ? -score : score;
  }
}
