package org.ribond.engine.contact.predict;

/**
 * Scores of residues and of bases: of each, the best of its pairs. A residue touches the RNA if any
 * of its pairs does, so where scores are calibrated this is the least that its probability can be.
 */
public final class ChainScores implements MapScorer.RowSink {
  private final float[] residues;
  private final float[] bases;

  /** For a map of {@code residues} x {@code bases}; all scores are 0 until the rows come. */
  public ChainScores(int residues, int bases) {
    this.residues = new float[residues];
    this.bases = new float[bases];
  }

  @Override
  public void row(int residue, float[] scores) {
    float best = 0;
    for (int base = 0; base < scores.length; base++) {
      best = Math.max(best, scores[base]);
      bases[base] = Math.max(bases[base], scores[base]);
    }
    residues[residue] = best;
  }

  /** Score of each residue; not a copy. */
  public float[] residues() {
    return residues;
  }

  /** Score of each base; not a copy. */
  public float[] bases() {
    return bases;
  }
}
