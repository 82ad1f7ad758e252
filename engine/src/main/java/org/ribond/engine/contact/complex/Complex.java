package org.ribond.engine.contact.complex;

import java.util.List;
import java.util.Optional;

/**
 * One protein chain and one RNA chain of a structure with their contacts.
 *
 * @param id structure and chains, such as {@code 1asy_A_R}
 * @param structure identifier of the structure, such as {@code 1asy}
 * @param protein the protein chain
 * @param rna the RNA chain
 * @param contacts all contacts, ascending, without repeats
 * @param cutoff largest distance of a contact, in angstrom
 * @param cluster homology group that the complex belongs to, where a split has been made
 */
public record Complex(
    String id,
    String structure,
    Chain protein,
    Chain rna,
    List<Contact> contacts,
    double cutoff,
    Optional<String> cluster) {

  /**
   * Checks that all contacts lie within the sequences and are observed, ascending and different.
   */
  public Complex {
    contacts = List.copyOf(contacts);
    Contact previous = new Contact(-1, -1);
    for (Contact contact : contacts) {
      if (contact.residue() < 0
          || contact.residue() >= protein.sequence().length()
          || contact.base() < 0
          || contact.base() >= rna.sequence().length()) {
        throw new IllegalArgumentException(
            id
                + ": contact ["
                + contact.residue()
                + ", "
                + contact.base()
                + "] is outside "
                + protein.sequence().length()
                + " residues x "
                + rna.sequence().length()
                + " bases");
      }
      if (!protein.isObserved(contact.residue()) || !rna.isObserved(contact.base())) {
        throw new IllegalArgumentException(
            id + ": contact [" + contact.residue() + ", " + contact.base() + "] is unobserved");
      }
      if (contact.compareTo(previous) <= 0) {
        throw new IllegalArgumentException(
            id
                + ": contacts are not ascending at ["
                + contact.residue()
                + ", "
                + contact.base()
                + "]");
      }
      previous = contact;
    }
  }

  /** This complex as a member of the homology group {@code name}. */
  public Complex withCluster(String name) {
    return new Complex(id, structure, protein, rna, contacts, cutoff, Optional.of(name));
  }

  /** Cells of the contact map whose residue and base are observed. */
  public long observedCells() {
    return (long) protein.observedLength() * rna.observedLength();
  }
}
