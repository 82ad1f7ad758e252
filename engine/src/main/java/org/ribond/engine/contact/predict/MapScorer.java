package org.ribond.engine.contact.predict;

import org.ribond.engine.sequence.Sequence;

/** Scores every cell of a contact map. */
public interface MapScorer {
  /** Takes the rows of a map, residue by residue. */
  @FunctionalInterface
  interface RowSink {
    /**
     * Takes one row.
     *
     * @param residue 0-based index of the residue
     * @param scores probability of contact with each base; reused after the call
     */
    void row(int residue, float[] scores);
  }

  /** Whether scores are probabilities; if not, only their order counts. */
  default boolean isCalibrated() {
    return false;
  }

  /** Hands all rows of the map of {@code protein} and {@code rna} to {@code sink}, in order. */
  void score(Sequence protein, Sequence rna, RowSink sink);
}
