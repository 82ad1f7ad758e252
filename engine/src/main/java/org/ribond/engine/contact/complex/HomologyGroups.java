package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.DisjointSets;
import org.ribond.engine.sequence.homology.HomologyLinks;
import org.ribond.engine.sequence.homology.HomologyRule;

/**
 * Groups complexes so that no two groups share a structure or have homologous chains: the connected
 * components of all structures, protein sequences and RNA sequences.
 */
public final class HomologyGroups {
  private final List<Complex> complexes;
  private final DisjointSets sets;
  private final Map<String, Integer> structures = new LinkedHashMap<>();

  /** Told how far the alignments are. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} different sequences are compared with all before them. */
    void onSequence(int done, int total);
  }

  /**
   * Groups {@code complexes}.
   *
   * @param threads threads to align on, at least 1; the result does not depend on it
   */
  public HomologyGroups(
      List<Complex> complexes, HomologyRule rule, int threads, Listener listener) {
    this.complexes = List.copyOf(complexes);
    Map<String, Integer> proteins = new LinkedHashMap<>();
    Map<String, Integer> rnas = new LinkedHashMap<>();
    List<Sequence> distinctProteins = new ArrayList<>();
    List<Sequence> distinctRnas = new ArrayList<>();
    for (Complex complex : complexes) {
      structures.putIfAbsent(complex.structure(), structures.size());
      collect(complex.protein().sequence(), proteins, distinctProteins);
      collect(complex.rna().sequence(), rnas, distinctRnas);
    }
    int firstProtein = structures.size();
    int firstRna = firstProtein + proteins.size();
    sets = new DisjointSets(firstRna + rnas.size());
    for (Complex complex : complexes) {
      int structure = structures.get(complex.structure());
      Sequence rna = complex.rna().sequence();
      sets.unite(structure, firstProtein + proteins.get(complex.protein().sequence().letters()));
      if (rule.applies(rna)) {
        sets.unite(structure, firstRna + rnas.get(rna.letters()));
      }
    }
    int total = distinctProteins.size() + distinctRnas.size();
    HomologyLinks links = new HomologyLinks(rule, threads);
    links.unite(distinctProteins, sets, firstProtein, done -> listener.onSequence(done, total));
    links.unite(
        distinctRnas,
        sets,
        firstRna,
        done -> listener.onSequence(distinctProteins.size() + done, total));
  }

  private static void collect(
      Sequence sequence, Map<String, Integer> numbers, List<Sequence> distinct) {
    if (numbers.putIfAbsent(sequence.letters(), numbers.size()) == null) {
      distinct.add(sequence);
    }
  }

  /** Name of a complex's group: the first of its structures in alphabetical order. */
  String groupOf(Complex complex) {
    return names().get(sets.find(structures.get(complex.structure())));
  }

  /** The complexes in their order, each with the name of its group as cluster. */
  public List<Complex> clustered() {
    Map<Integer, String> names = names();
    List<Complex> clustered = new ArrayList<>(complexes.size());
    for (Complex complex : complexes) {
      clustered.add(complex.withCluster(names.get(sets.find(structures.get(complex.structure())))));
    }
    return clustered;
  }

  private Map<Integer, String> names() {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (String structure : new TreeSet<>(structures.keySet())) {
      names.putIfAbsent(sets.find(structures.get(structure)), structure);
    }
    return names;
  }
}
