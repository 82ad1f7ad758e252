package org.ribond.engine.contact.evaluate;

import java.util.Arrays;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.sequence.Sequence;

/**
 * Scores that know nothing but the chains' lengths: how much of a score of many maps is no more
 * than that contacts are the rarer the longer the chains are. The odds of a cell fall by 0.36 for
 * each factor of e in residues and by 0.65 in bases, as they do on the validation side of the
 * shipped set; those of residues and bases are the chances that follow.
 */
public final class LengthsScorer implements MapScorer {
  private static final double LEVEL = -0.9;
  private static final double RESIDUES = -0.36;
  private static final double BASES = -0.65;

  @Override
  public boolean isCalibrated() {
    return true;
  }

  @Override
  public void score(Sequence protein, Sequence rna, RowSink sink) {
    double logit = LEVEL + RESIDUES * Math.log(protein.length()) + BASES * Math.log(rna.length());
    float[] row = new float[rna.length()];
    for (int residue = 0; residue < protein.length(); residue++) {
      Arrays.fill(row, (float) (1 / (1 + Math.exp(-logit))));
      sink.row(residue, row);
    }
  }
}
