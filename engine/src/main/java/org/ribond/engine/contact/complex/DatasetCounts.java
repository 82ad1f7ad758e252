package org.ribond.engine.contact.complex;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a list of complexes holds.
 *
 * @param structures different structures
 * @param pairs complexes
 * @param contacts contacts of all of them
 * @param cells observed cells of all contact maps
 * @param proteins different protein sequences
 * @param rnas different RNA sequences
 * @param distinctPairs different pairs of a protein and an RNA sequence
 * @param clusters different homology groups; 0 where no split has been made
 * @param cutoffs the cut-offs that occur, ascending, in angstrom
 */
public record DatasetCounts(
    int structures,
    int pairs,
    long contacts,
    long cells,
    int proteins,
    int rnas,
    int distinctPairs,
    int clusters,
    List<Double> cutoffs) {
  /** Part of the observed cells that are contacts; 0 without cells. */
  public double prevalence() {
    return cells == 0 ? 0 : (double) contacts / cells;
  }

  /** Counts {@code complexes}. */
  public static DatasetCounts of(List<Complex> complexes) {
    Set<String> structures = new HashSet<>();
    Set<String> proteins = new HashSet<>();
    Set<String> rnas = new HashSet<>();
    Set<String> pairs = new HashSet<>();
    Set<String> clusters = new HashSet<>();
    Set<Double> cutoffs = new TreeSet<>();
    long contacts = 0;
    long cells = 0;
    for (Complex complex : complexes) {
      String protein = complex.protein().sequence().letters();
      String rna = complex.rna().sequence().letters();
      structures.add(complex.structure());
      proteins.add(protein);
      rnas.add(rna);
      pairs.add(protein + " " + rna);
      complex.cluster().ifPresent(clusters::add);
      cutoffs.add(complex.cutoff());
      contacts += complex.contacts().size();
      cells += complex.observedCells();
    }
    return new DatasetCounts(
        structures.size(),
        complexes.size(),
        contacts,
        cells,
        proteins.size(),
        rnas.size(),
        pairs.size(),
        clusters.size(),
        List.copyOf(cutoffs));
  }
}
