package org.ribond.engine.contact.complex;

/** A residue and a base that bind, both 0-based indices into their sequences. */
public record Contact(int residue, int base) implements Comparable<Contact> {
  @Override
  public int compareTo(Contact other) {
    return residue != other.residue
        ? Integer.compare(residue, other.residue)
        : Integer.compare(base, other.base);
  }
}
