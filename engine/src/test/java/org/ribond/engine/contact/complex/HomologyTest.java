package org.ribond.engine.contact.complex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.DatasetAudit.Leak;
import org.ribond.engine.contact.complex.DatasetAudit.Reason;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.RandomLetters;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.HomologyRule;

/** Grouping, splitting and auditing. */
final class HomologyTest {
  private final long seed = Long.getLong("ribond.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomLetters letters = new RandomLetters(random);

  private static Sequence protein(String letters) {
    return new Sequence("p", Alphabet.PROTEIN, letters);
  }

  private static Sequence rna(String letters) {
    return new Sequence("r", Alphabet.RNA, letters);
  }

  private static Complex complex(String structure, String protein, String rna, int contacts) {
    List<Contact> list = new ArrayList<>();
    for (int i = 0; i < contacts; i++) {
      list.add(new Contact(i, 0));
    }
    return new Complex(
        structure + "_A_R",
        structure,
        new Chain("A", protein(protein), new BitSet()),
        new Chain("R", rna(rna), new BitSet()),
        list,
        3.5,
        Optional.empty());
  }

  private static List<Complex> grouped(List<Complex> complexes, int threads) {
    return new HomologyGroups(complexes, HomologyRule.DEFAULT, threads, (done, total) -> {})
        .clustered();
  }

  @Test
  void groups_linkedChainsAndStructures_areOneGroupForAnyThreads() {
    String proteinOne = letters.random(Alphabet.PROTEIN, 150);
    String proteinTwo = letters.random(Alphabet.PROTEIN, 150);
    String rnaOne = letters.random(Alphabet.RNA, 60);
    List<Complex> complexes =
        List.of(
            complex("3ccc", proteinOne, "ACGU", 3),
            complex("2bbb", letters.mutated(proteinOne, Alphabet.PROTEIN, 40), rnaOne, 3),
            complex("4ddd", proteinTwo, letters.mutated(rnaOne, Alphabet.RNA, 4), 3),
            complex("1aaa", letters.random(Alphabet.PROTEIN, 150), "ACGU", 3));

    List<String> expected = List.of("2bbb", "2bbb", "2bbb", "1aaa");

    for (int threads = 1; threads <= 3; threads++) {
      assertEquals(
          expected,
          grouped(complexes, threads).stream().map(c -> c.cluster().orElseThrow()).toList(),
          "seed " + seed);
    }
  }

  private List<Complex> clustered(int groups) {
    List<Complex> complexes = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      complexes.add(
          complex("s" + i, letters.random(Alphabet.PROTEIN, 40), "ACGU", 1 + random.nextInt(30))
              .withCluster("g" + i / 2));
    }
    return complexes;
  }

  @Test
  void byFractions_manyGroups_wholeGroupsAboutTheParts() {
    List<Complex> complexes = clustered(400);
    int total = complexes.stream().mapToInt(c -> c.contacts().size()).sum();

    List<List<Complex>> sides = DatasetSplit.byFractions(complexes, new double[] {.8, .1, .1}, 7);

    Set<String> seen = new HashSet<>();
    for (List<Complex> side : sides) {
      Set<String> own = new HashSet<>(side.stream().map(c -> c.cluster().orElseThrow()).toList());
      assertTrue(Collections.disjoint(seen, own));
      seen.addAll(own);
    }
    assertEquals(complexes.size(), sides.stream().mapToInt(List::size).sum());
    int test = sides.get(2).stream().mapToInt(c -> c.contacts().size()).sum();
    assertEquals(0.1, (double) test / total, 0.02, "seed " + seed);
  }

  @Test
  void byFractions_orderOfInputAndSeed_onlySeedMatters() {
    List<Complex> complexes = clustered(60);
    List<Complex> reversed = new ArrayList<>(complexes).reversed();
    double[] fractions = {.8, .1, .1};

    List<List<Complex>> sides = DatasetSplit.byFractions(complexes, fractions, 7);

    assertEquals(sides, DatasetSplit.byFractions(reversed, fractions, 7));
    assertFalse(sides.equals(DatasetSplit.byFractions(complexes, fractions, 8)), "seed " + seed);
  }

  @Test
  void byFractions_giantGroup_standsInTrain() {
    List<Complex> complexes = new ArrayList<>(clustered(60));
    complexes.add(
        complex("giant", letters.random(Alphabet.PROTEIN, 900), "ACGU", 900).withCluster("z"));

    for (long splitSeed = 0; splitSeed < 10; splitSeed++) {
      List<List<Complex>> sides =
          DatasetSplit.byFractions(complexes, new double[] {.8, .1, .1}, splitSeed);
      assertTrue(sides.getFirst().stream().anyMatch(c -> c.structure().equals("giant")));
    }
  }

  @Test
  void intoFolds_groups_balancedAndWhole() {
    List<Complex> complexes = clustered(100);

    List<List<Complex>> folds = DatasetSplit.intoFolds(complexes, 5, 3);

    int total = complexes.stream().mapToInt(c -> c.contacts().size()).sum();
    for (List<Complex> fold : folds) {
      assertEquals(
          total / 5.0, fold.stream().mapToInt(c -> c.contacts().size()).sum(), 60, "seed " + seed);
    }
    assertThrows(IllegalArgumentException.class, () -> DatasetSplit.intoFolds(complexes, 51, 3));
  }

  @Test
  void audit_eachKindOfLeak_isNamed() {
    String protein = letters.random(Alphabet.PROTEIN, 120);
    String other = letters.random(Alphabet.PROTEIN, 120);
    String rna = letters.random(Alphabet.RNA, 50);
    List<Complex> train =
        List.of(complex("1aaa", protein, "ACGU", 5), complex("1bbb", other, rna, 5));
    List<Complex> test =
        List.of(
            complex("1aaa", letters.random(Alphabet.PROTEIN, 120), "ACGU", 5),
            complex("2eqp", protein, "ACGU", 5),
            complex("2eqr", letters.random(Alphabet.PROTEIN, 120), rna, 5),
            complex("2sim", letters.mutated(other, Alphabet.PROTEIN, 40), "ACGU", 5),
            complex(
                "2smr",
                letters.random(Alphabet.PROTEIN, 120),
                letters.mutated(rna, Alphabet.RNA, 4),
                5),
            complex("2new", letters.random(Alphabet.PROTEIN, 120), "ACGU", 5));

    DatasetAudit audit = DatasetAudit.of(train, test, HomologyRule.DEFAULT, 2, (done, total) -> {});

    assertEquals(
        List.of(
            new Leak("1aaa_A_R", "1aaa_A_R", Reason.SAME_STRUCTURE),
            new Leak("2eqp_A_R", "1aaa_A_R", Reason.EQUAL_PROTEIN),
            new Leak("2eqr_A_R", "1bbb_A_R", Reason.EQUAL_RNA),
            new Leak("2sim_A_R", "1bbb_A_R", Reason.SIMILAR_PROTEIN),
            new Leak("2smr_A_R", "1bbb_A_R", Reason.SIMILAR_RNA)),
        audit.leaks(),
        "seed " + seed);
    assertEquals(1, audit.sharedProteins());
    assertEquals(1, audit.sharedRnas());
    assertEquals(1, audit.sharedShortRnas());
    assertEquals(1, audit.sharedStructures());
    assertEquals(2, audit.sharedClusters());
    assertEquals(6, audit.testPairs());
  }
}
