package org.ribond.engine.contact.evaluate;

/** What is called a contact or not. */
public enum Level {
  /** Each cell of the map: does this residue bind this base? */
  CONTACT,

  /**
   * Each residue: does it bind any base? Its score is that of its best cell among the observed
   * bases.
   */
  RESIDUE,

  /**
   * Each base: does it bind any residue? Its score is that of its best cell among the observed
   * residues.
   */
  BASE
}
