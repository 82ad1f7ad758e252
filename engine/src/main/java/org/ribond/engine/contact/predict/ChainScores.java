package org.ribond.engine.contact.predict;

import java.util.Arrays;

/**
 * Scores of residues and of bases. A residue touches the RNA if any of its pairs does: of pairs
 * with probabilities, its own is what is left of 1 by the chance that none does, each taken by
 * itself (noisy-or); where scores are no probabilities, it has the score of its best pair.
 */
public final class ChainScores implements MapScorer.RowSink {
  private final boolean isCalibrated;

  /** The chance that no pair touches, or the best score, so far. */
  private final double[] residues;

  private final double[] bases;

  /**
   * For a map of {@code residues} x {@code bases}; all scores are 0 until the pairs come.
   *
   * @param isCalibrated whether the map's scores are probabilities
   */
  public ChainScores(int residues, int bases, boolean isCalibrated) {
    this.isCalibrated = isCalibrated;
    this.residues = new double[residues];
    this.bases = new double[bases];
    if (isCalibrated) {
      Arrays.fill(this.residues, 1);
      Arrays.fill(this.bases, 1);
    }
  }

  @Override
  public void row(int residue, float[] scores) {
    for (int base = 0; base < scores.length; base++) {
      pair(residue, base, scores[base]);
    }
  }

  /** Takes the score of one pair. */
  public void pair(int residue, int base, float score) {
    if (isCalibrated) {
      double none = 1 - (double) score;
      residues[residue] *= none;
      bases[base] *= none;
    } else {
      residues[residue] = Math.max(residues[residue], score);
      bases[base] = Math.max(bases[base], score);
    }
  }

  /** Scores of all residues. */
  public float[] residues() {
    return scores(residues);
  }

  /** Scores of all bases. */
  public float[] bases() {
    return scores(bases);
  }

  private float[] scores(double[] kept) {
    float[] scores = new float[kept.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = score(kept[i]);
    }
    return scores;
  }

  private float score(double kept) {
    return (float) (isCalibrated ? 1 - kept : kept);
  }
}
