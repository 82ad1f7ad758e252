package org.ribond.engine.contact.sampling;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Small complexes to sample from. */
final class SamplingCases {
  private SamplingCases() {}

  /** A complex with all residues and bases observed. */
  static Complex complex(String protein, String rna, Contact... contacts) {
    return complex(protein, rna, new BitSet(), new BitSet(), List.of(contacts));
  }

  static Complex complex(
      String protein,
      String rna,
      BitSet unobservedResidues,
      BitSet unobservedBases,
      List<Contact> contacts) {
    return new Complex(
        "1abc_A_R",
        "1abc",
        new Chain("A", new Sequence("A", Alphabet.PROTEIN, protein), unobservedResidues),
        new Chain("R", new Sequence("R", Alphabet.RNA, rna), unobservedBases),
        contacts,
        3.5,
        Optional.empty());
  }

  /** A complex of random letters with about {@code contacts} contacts and some gaps. */
  static Complex random(Random random, int residues, int bases, int contacts) {
    BitSet noResidue = gaps(random, residues);
    BitSet noBase = gaps(random, bases);
    TreeSet<Contact> chosen = new TreeSet<>();
    for (int i = 0; i < contacts; i++) {
      Contact contact = new Contact(random.nextInt(residues), random.nextInt(bases));
      if (!noResidue.get(contact.residue()) && !noBase.get(contact.base())) {
        chosen.add(contact);
      }
    }
    return complex(
        letters(random, "ACDEFGHIKLMNPQRSTVWYX", residues),
        letters(random, "ACGUN", bases),
        noResidue,
        noBase,
        List.copyOf(chosen));
  }

  /** {@code count} letters drawn from {@code alphabet}. */
  static String letters(Random random, String alphabet, int count) {
    StringBuilder drawn = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return drawn.toString();
  }

  private static BitSet gaps(Random random, int length) {
    BitSet gaps = new BitSet();
    for (int i = 0; i < length / 5; i++) {
      gaps.set(random.nextInt(length));
    }
    return gaps;
  }
}
