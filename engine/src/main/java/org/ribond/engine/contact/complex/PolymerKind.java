package org.ribond.engine.contact.complex;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.sequence.Alphabet;

/** What a chain is made of. */
enum PolymerKind {
  /** Protein. */
  PROTEIN,
  /** RNA, and hybrids at least half of whose nucleotides are those of RNA. */
  RNA,
  /** DNA and everything else, which is passed over. */
  NEITHER;

  /** Alphabet of the chain's letters; empty for {@link #NEITHER}. */
  Optional<Alphabet> alphabet() {
    return switch (this) {
      case PROTEIN -> Optional.of(Alphabet.PROTEIN);
      case RNA -> Optional.of(Alphabet.RNA);
      case NEITHER -> Optional.empty();
    };
  }

  /**
   * Kind by the components that a chain is made of: the more frequent of residues and nucleotides,
   * and of nucleotides those of RNA or of DNA.
   */
  static PolymerKind of(List<String> components) {
    int residues = 0;
    int ribo = 0;
    int deoxy = 0;
    for (String component : components) {
      switch (Monomer.of(component).kind()) {
        case RESIDUE -> residues++;
        case RIBONUCLEOTIDE -> ribo++;
        case DEOXYRIBONUCLEOTIDE -> deoxy++;
        case OTHER -> {}
      }
    }
    if (residues + ribo + deoxy == 0) {
      return NEITHER;
    }
    if (residues >= ribo + deoxy) {
      return PROTEIN;
    }
    return ribo >= deoxy ? RNA : NEITHER;
  }

  /**
   * Kind by the type of an mmCIF {@code entity_poly}; a hybrid, an unspecified or an absent one is
   * told by its components.
   */
  static PolymerKind of(String entityType, List<String> components) {
    return switch (entityType) {
      case "polypeptide(L)", "polypeptide(D)" -> PROTEIN;
      case "polyribonucleotide" -> RNA;
      case "", "other", "polydeoxyribonucleotide/polyribonucleotide hybrid" -> of(components);
      default -> NEITHER;
    };
  }

  /** One-letter codes of components; those that are no monomers of {@code alphabet} are unknown. */
  static String letters(List<String> components, Alphabet alphabet) {
    StringBuilder letters = new StringBuilder(components.size());
    for (String component : components) {
      letters.append(letter(component, alphabet));
    }
    return letters.toString();
  }

  /** One-letter code of a component in a chain of {@code alphabet}; thymine is written as U. */
  static char letter(String component, Alphabet alphabet) {
    Monomer monomer = Monomer.of(component);
    return switch (monomer.kind()) {
      case RESIDUE -> alphabet == Alphabet.PROTEIN ? monomer.letter() : Monomer.UNKNOWN_BASE;
      case RIBONUCLEOTIDE, DEOXYRIBONUCLEOTIDE ->
          alphabet == Alphabet.PROTEIN
              ? Monomer.UNKNOWN_RESIDUE
              : monomer.letter() == 'T' ? 'U' : monomer.letter();
      case OTHER -> alphabet == Alphabet.PROTEIN ? Monomer.UNKNOWN_RESIDUE : Monomer.UNKNOWN_BASE;
    };
  }
}
