package org.ribond.engine.contact.tower;

import java.util.Map;

/**
 * What the networks of a model do not know, and its card says.
 *
 * @param contacts logarithm of the number of contacts per cell
 * @param residues log-odds of a residue to bind
 * @param bases log-odds of a base to bind
 */
public record TowerFacts(LengthPrior contacts, LengthPrior residues, LengthPrior bases) {
  private static final String CONTACTS = "contact";
  private static final String RESIDUES = "residue";
  private static final String BASES = "base";

  /**
   * Those of a model's card.
   *
   * @throws org.ribond.engine.file.DataException if one is missing or not usable
   */
  public static TowerFacts of(Map<String, String> card) {
    return new TowerFacts(
        LengthPrior.of(CONTACTS, card),
        LengthPrior.of(RESIDUES, card),
        LengthPrior.of(BASES, card));
  }

  /** Writes them on a card. */
  public void put(Map<String, String> card) {
    contacts.put(CONTACTS, card);
    residues.put(RESIDUES, card);
    bases.put(BASES, card);
  }
}
