package org.ribond.engine.contact.predict;

import java.util.Comparator;

/**
 * A pair of a contact map that was selected, with its score.
 *
 * @param residue 0-based index of the residue
 * @param base 0-based index of the base
 * @param score its score
 */
public record ScoredContact(int residue, int base, float score) {
  /** The best score first; among equals, in the order of the map. */
  public static final Comparator<ScoredContact> BEST_FIRST =
      Comparator.comparingDouble(ScoredContact::score)
          .reversed()
          .thenComparingInt(ScoredContact::residue)
          .thenComparingInt(ScoredContact::base);
}
