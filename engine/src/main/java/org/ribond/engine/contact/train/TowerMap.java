package org.ribond.engine.contact.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.sampling.SequencePair;
import org.ribond.engine.sequence.Sequence;

/**
 * A protein and an RNA with what is known of their contacts, all complexes of the two taken
 * together.
 *
 * @param residues the protein
 * @param bases the RNA
 * @param contacts contacts of a complex on the mean, above 0
 * @param cells observed cells of a complex on the mean
 */
record TowerMap(Side residues, Side bases, double contacts, double cells) {
  /**
   * One of the two chains.
   *
   * @param chain its letters
   * @param contacts contacts of each letter in a complex on the mean
   * @param observed share of the complexes in which each letter has coordinates
   * @param binds share of those in which it has a contact, 0 where it never has coordinates
   */
  record Side(Sequence chain, double[] contacts, double[] observed, double[] binds) {
    /** Share of the letters with coordinates that bind. */
    double bound() {
      double letters = 0;
      double bound = 0;
      for (int i = 0; i < observed.length; i++) {
        letters += observed[i] > 0 ? 1 : 0;
        bound += binds[i];
      }
      return bound / letters;
    }

    /** Letters with coordinates, from {@code first} up to but not including {@code end}. */
    int seen(int first, int end) {
      int letters = 0;
      for (int i = first; i < end; i++) {
        letters += observed[i] > 0 ? 1 : 0;
      }
      return letters;
    }
  }

  /** The maps of {@code complexes} that have contacts, in their order. */
  static List<TowerMap> of(List<Complex> complexes) {
    Map<SequencePair, List<Complex>> copies = new LinkedHashMap<>();
    for (Complex complex : complexes) {
      copies.computeIfAbsent(SequencePair.of(complex), key -> new ArrayList<>()).add(complex);
    }
    return copies.values().stream()
        .filter(each -> each.stream().anyMatch(complex -> !complex.contacts().isEmpty()))
        .map(TowerMap::merged)
        .toList();
  }

  private static TowerMap merged(List<Complex> copies) {
    double contacts = 0;
    double cells = 0;
    for (Complex complex : copies) {
      contacts += (double) complex.contacts().size() / copies.size();
      cells += (double) complex.observedCells() / copies.size();
    }
    return new TowerMap(side(copies, true), side(copies, false), contacts, cells);
  }

  private static Side side(List<Complex> copies, boolean isProtein) {
    Sequence sequence = chain(copies.getFirst(), isProtein).sequence();
    double[] contacts = new double[sequence.length()];
    double[] observed = new double[sequence.length()];
    double[] binds = new double[sequence.length()];
    for (Complex complex : copies) {
      boolean[] bound = new boolean[sequence.length()];
      for (Contact contact : complex.contacts()) {
        int letter = isProtein ? contact.residue() : contact.base();
        contacts[letter] += 1.0 / copies.size();
        bound[letter] = true;
      }
      Chain chain = chain(complex, isProtein);
      for (int i = 0; i < bound.length; i++) {
        observed[i] += chain.isObserved(i) ? 1.0 / copies.size() : 0;
        binds[i] += bound[i] ? 1.0 / copies.size() : 0;
      }
    }
    for (int i = 0; i < binds.length; i++) {
      binds[i] = observed[i] > 0 ? Math.min(1, binds[i] / observed[i]) : 0;
    }
    return new Side(sequence, contacts, observed, binds);
  }

  private static Chain chain(Complex complex, boolean isProtein) {
    return isProtein ? complex.protein() : complex.rna();
  }
}
