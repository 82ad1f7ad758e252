package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.HomologyRule;

/**
 * What a test set shares with a training set, by the rule that a split keeps to.
 *
 * @param sharedProteins protein sequences that both have
 * @param sharedRnas RNA sequences of at least {@link HomologyRule#MIN_RNA_COLUMNS} bases that both
 *     have
 * @param sharedShortRnas shorter RNA sequences that both have; a split does not keep them apart
 * @param sharedStructures structures that both have
 * @param sharedClusters homology groups of all chains that have members in both
 * @param testPairs complexes of the test set
 * @param leaks complexes of the test set that stand in such a group, in their order
 */
public record DatasetAudit(
    int sharedProteins,
    int sharedRnas,
    int sharedShortRnas,
    int sharedStructures,
    int sharedClusters,
    int testPairs,
    List<Leak> leaks) {
  /**
   * A complex of the test set and the nearest reason why it is no honest test.
   *
   * @param pair its id
   * @param seen id of a complex of the training set
   * @param reason what ties them
   */
  public record Leak(String pair, String seen, Reason reason) {}

  /** What ties two complexes, nearest first. */
  public enum Reason {
    /** They are of one structure. */
    SAME_STRUCTURE("same structure"),
    /** Their proteins have one sequence. */
    EQUAL_PROTEIN("equal protein"),
    /** Their RNAs have one sequence. */
    EQUAL_RNA("equal RNA"),
    /** Their proteins are homologous. */
    SIMILAR_PROTEIN("similar protein"),
    /** Their RNAs are homologous. */
    SIMILAR_RNA("similar RNA"),
    /** Other chains of their structures, or chains between, tie them. */
    SAME_GROUP("same homology group");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Audits {@code test} against {@code train}.
   *
   * @param threads threads to align on, at least 1; the result does not depend on it
   */
  public static DatasetAudit of(
      List<Complex> train,
      List<Complex> test,
      HomologyRule rule,
      int threads,
      HomologyGroups.Listener listener) {
    List<Complex> all = Stream.concat(train.stream(), test.stream()).toList();
    HomologyGroups groups = new HomologyGroups(all, rule, threads, listener);
    Map<String, List<Complex>> trainByGroup = new HashMap<>();
    for (Complex complex : train) {
      trainByGroup
          .computeIfAbsent(groups.groupOf(complex), absent -> new ArrayList<>())
          .add(complex);
    }
    Set<String> sharedGroups = new HashSet<>();
    List<Leak> leaks = new ArrayList<>();
    Map<String, Optional<Complex>> homologues = new HashMap<>();
    for (Complex complex : test) {
      String group = groups.groupOf(complex);
      List<Complex> seen = trainByGroup.get(group);
      if (seen != null) {
        sharedGroups.add(group);
        leaks.add(leak(complex, seen, rule, homologues));
      }
    }
    Set<String> rnas = shared(train, test, complex -> complex.rna().sequence().letters());
    int longRnas =
        (int) rnas.stream().filter(rna -> rna.length() >= HomologyRule.MIN_RNA_COLUMNS).count();
    return new DatasetAudit(
        shared(train, test, complex -> complex.protein().sequence().letters()).size(),
        longRnas,
        rnas.size() - longRnas,
        shared(train, test, Complex::structure).size(),
        sharedGroups.size(),
        test.size(),
        leaks);
  }

  private static Set<String> shared(
      List<Complex> train, List<Complex> test, Function<Complex, String> property) {
    Set<String> values = new HashSet<>(train.stream().map(property).toList());
    values.retainAll(new HashSet<>(test.stream().map(property).toList()));
    return values;
  }

  private static Leak leak(
      Complex complex,
      List<Complex> seen,
      HomologyRule rule,
      Map<String, Optional<Complex>> homologues) {
    Sequence protein = complex.protein().sequence();
    Sequence rna = complex.rna().sequence();
    for (Complex other : seen) {
      if (other.structure().equals(complex.structure())) {
        return new Leak(complex.id(), other.id(), Reason.SAME_STRUCTURE);
      }
    }
    for (Complex other : seen) {
      if (other.protein().sequence().letters().equals(protein.letters())) {
        return new Leak(complex.id(), other.id(), Reason.EQUAL_PROTEIN);
      }
    }
    for (Complex other : seen) {
      if (rule.applies(rna) && other.rna().sequence().letters().equals(rna.letters())) {
        return new Leak(complex.id(), other.id(), Reason.EQUAL_RNA);
      }
    }
    Optional<Complex> similar =
        homologues.computeIfAbsent(
            "protein " + protein.letters(),
            absent -> homologue(protein, seen, other -> other.protein().sequence(), rule));
    if (similar.isPresent()) {
      return new Leak(complex.id(), similar.get().id(), Reason.SIMILAR_PROTEIN);
    }
    similar =
        homologues.computeIfAbsent(
            "rna " + rna.letters(),
            absent -> homologue(rna, seen, other -> other.rna().sequence(), rule));
    return similar
        .map(other -> new Leak(complex.id(), other.id(), Reason.SIMILAR_RNA))
        .orElseGet(() -> new Leak(complex.id(), seen.getFirst().id(), Reason.SAME_GROUP));
  }

  private static Optional<Complex> homologue(
      Sequence sequence, List<Complex> seen, Function<Complex, Sequence> chain, HomologyRule rule) {
    Set<String> compared = new HashSet<>();
    for (Complex other : seen) {
      Sequence candidate = chain.apply(other);
      if (compared.add(candidate.letters()) && rule.links(sequence, candidate)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }
}
