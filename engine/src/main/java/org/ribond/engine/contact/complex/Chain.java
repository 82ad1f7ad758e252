package org.ribond.engine.contact.complex;

import java.util.BitSet;
import org.ribond.engine.sequence.Sequence;

/**
 * A chain of a structure: its full sequence and which of its residues or bases have coordinates.
 * Whether an unobserved one binds is unknown: such cells of a contact map are neither contacts nor
 * negatives.
 *
 * @param name the chain's name in the structure, of any length
 * @param sequence the full sequence
 * @param unobserved 0-based indices without coordinates; not to be changed
 */
public record Chain(String name, Sequence sequence, BitSet unobserved) {
  /** Whether the residue or base at 0-based {@code index} has coordinates. */
  public boolean isObserved(int index) {
    return !unobserved.get(index);
  }

  /** Number of residues or bases with coordinates. */
  public int observedLength() {
    return sequence.length() - unobserved.cardinality();
  }
}
