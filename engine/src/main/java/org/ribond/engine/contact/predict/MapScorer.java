package org.ribond.engine.contact.predict;

import java.util.Optional;
import java.util.function.Consumer;
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

  /**
   * Scores of residues and bases by themselves, of scorers that know more of them than their pairs
   * say. Of others they follow from the pairs, see {@link ChainScores}.
   */
  default Optional<LevelScores> levels(Sequence protein, Sequence rna) {
    return Optional.empty();
  }

  /** Hands what {@code selection} takes of a map to {@code contacts}, in the selection's order. */
  default void select(
      Selection selection, Sequence protein, Sequence rna, Consumer<ScoredContact> contacts) {
    Selection.Filter filter = selection.filter(protein.length(), rna.length(), contacts);
    score(protein, rna, filter);
    filter.finish();
  }
}
