package org.ribond.engine.contact.evaluate;

import java.util.Locale;
import org.ribond.engine.contact.predict.ChainScores;
import org.ribond.engine.model.ModelCard;

/** What is called a contact or not. */
public enum Level {
  /** Each cell of the map: does this residue bind this base? */
  CONTACT,

  /** Each residue: does it bind any of the observed bases? Scored as {@link ChainScores} does. */
  RESIDUE,

  /** Each base: does it bind any of the observed residues? Scored the same way. */
  BASE;

  /** Key of a model's card: the score from which on one of this level is called a contact. */
  public String thresholdKey() {
    return this == CONTACT
        ? ModelCard.THRESHOLD
        : ModelCard.THRESHOLD + "." + name().toLowerCase(Locale.ROOT);
  }
}
