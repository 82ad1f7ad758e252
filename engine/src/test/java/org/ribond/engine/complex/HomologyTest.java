package org.ribond.engine.complex;

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
import org.ribond.engine.complex.DatasetAudit.Leak;
import org.ribond.engine.complex.DatasetAudit.Reason;
import org.ribond.engine.complex.LocalAligner.Alignment;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Alignment, linking, grouping, splitting and auditing. */
final class HomologyTest {
  private final long seed = Long.getLong("ribond.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static Sequence protein(String letters) {
    return new Sequence("p", Alphabet.PROTEIN, letters);
  }

  private static Sequence rna(String letters) {
    return new Sequence("r", Alphabet.RNA, letters);
  }

  private String randomLetters(Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return letters.toString();
  }

  /** Changes the letters at {@code count} different places to others. */
  private String mutated(String letters, Alphabet alphabet, int count) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    StringBuilder changed = new StringBuilder(letters);
    for (int place : places.subList(0, count)) {
      int code = alphabet.code(letters.charAt(place));
      int other = (code + 1 + random.nextInt(alphabet.size() - 1)) % alphabet.size();
      changed.setCharAt(place, alphabet.letters().charAt(other));
    }
    return changed.toString();
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
  void align_knownPair_scoreMatchesAndColumns() {
    // AWHE over AWHE of two short chains, BLOSUM62: 4 + 11 + 8 + 5.
    LocalAligner aligner = new LocalAligner(SubstitutionScores.PROTEIN);

    assertEquals(new Alignment(28, 4, 4), aligner.align(protein("KKAWHEPP"), protein("GGAWHEDD")));
  }

  @Test
  void align_gap_costsOpeningAndExtension() {
    LocalAligner aligner = new LocalAligner(SubstitutionScores.RNA);

    Alignment alignment =
        aligner.align(
            rna("ACGUACGUACGGAUUCAGGA"), rna("ACGUACGUACGGAUUCAGGA".replace("GGAU", "GGCCAU")));

    assertEquals(new Alignment(20 * 2 - 7 - 2, 20, 22), alignment);
  }

  @Test
  void score_randomPairs_isThatOfTheFullAlignmentAndSymmetric() {
    LocalAligner aligner = new LocalAligner(SubstitutionScores.PROTEIN);
    for (int round = 0; round < 200; round++) {
      Sequence first = protein(randomLetters(Alphabet.PROTEIN, 1 + random.nextInt(60)));
      Sequence second = protein(randomLetters(Alphabet.PROTEIN, 1 + random.nextInt(60)));

      int score = aligner.score(first, second);

      assertEquals(aligner.align(first, second).score(), score, "seed " + seed);
      assertEquals(aligner.score(second, first), score, "seed " + seed);
    }
  }

  @Test
  void blosum62_table_isSymmetricWithKnownEntries() {
    int[][] scores = SubstitutionScores.PROTEIN.scores();
    Alphabet letters = Alphabet.PROTEIN;

    for (int i = 0; i <= letters.size(); i++) {
      for (int j = 0; j <= letters.size(); j++) {
        assertEquals(scores[i][j], scores[j][i]);
      }
    }
    assertEquals(11, scores[letters.code('W')][letters.code('W')]);
    assertEquals(-4, scores[letters.code('W')][letters.code('D')]);
    assertEquals(3, scores[letters.code('I')][letters.code('V')]);
    assertEquals(-1, scores[letters.size()][letters.code('A')]);
  }

  @Test
  void links_proteins_byIdentityAndSignificance() {
    HomologyRule rule = HomologyRule.DEFAULT;
    String letters = randomLetters(Alphabet.PROTEIN, 200);
    String domain = randomLetters(Alphabet.PROTEIN, 100) + letters.substring(50, 130);

    assertTrue(rule.links(protein(letters), protein(mutated(letters, Alphabet.PROTEIN, 90))));
    assertTrue(rule.links(protein(letters), protein(domain)), "a shared domain");
    assertFalse(
        rule.links(protein(letters), protein(randomLetters(Alphabet.PROTEIN, 200))),
        "seed " + seed);
    assertFalse(
        new HomologyRule(0.9, 0.8)
            .links(protein(letters), protein(mutated(letters, Alphabet.PROTEIN, 60))),
        "seed " + seed);
  }

  @Test
  void links_rnas_byIdentityLengthAndCover() {
    HomologyRule rule = HomologyRule.DEFAULT;
    String letters = randomLetters(Alphabet.RNA, 80);

    assertTrue(rule.links(rna(letters), rna(mutated(letters, Alphabet.RNA, 8))), "seed " + seed);
    assertTrue(rule.links(rna(letters), rna(letters.substring(10, 40))));
    assertFalse(rule.links(rna("ACGUACGUACGUACGUACG"), rna("ACGUACGUACGUACGUACG")), "19 bases");
    assertTrue(rule.links(rna("ACGUACGUACGUACGUACGU"), rna("ACGUACGUACGUACGUACGU")), "20 bases");
  }

  @Test
  void groups_linkedChainsAndStructures_areOneGroupForAnyThreads() {
    String proteinOne = randomLetters(Alphabet.PROTEIN, 150);
    String proteinTwo = randomLetters(Alphabet.PROTEIN, 150);
    String rnaOne = randomLetters(Alphabet.RNA, 60);
    List<Complex> complexes =
        List.of(
            complex("3ccc", proteinOne, "ACGU", 3),
            complex("2bbb", mutated(proteinOne, Alphabet.PROTEIN, 40), rnaOne, 3),
            complex("4ddd", proteinTwo, mutated(rnaOne, Alphabet.RNA, 4), 3),
            complex("1aaa", randomLetters(Alphabet.PROTEIN, 150), "ACGU", 3));

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
          complex("s" + i, randomLetters(Alphabet.PROTEIN, 40), "ACGU", 1 + random.nextInt(30))
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
        complex("giant", randomLetters(Alphabet.PROTEIN, 900), "ACGU", 900).withCluster("z"));

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
    String protein = randomLetters(Alphabet.PROTEIN, 120);
    String other = randomLetters(Alphabet.PROTEIN, 120);
    String rna = randomLetters(Alphabet.RNA, 50);
    List<Complex> train =
        List.of(complex("1aaa", protein, "ACGU", 5), complex("1bbb", other, rna, 5));
    List<Complex> test =
        List.of(
            complex("1aaa", randomLetters(Alphabet.PROTEIN, 120), "ACGU", 5),
            complex("2eqp", protein, "ACGU", 5),
            complex("2eqr", randomLetters(Alphabet.PROTEIN, 120), rna, 5),
            complex("2sim", mutated(other, Alphabet.PROTEIN, 40), "ACGU", 5),
            complex("2smr", randomLetters(Alphabet.PROTEIN, 120), mutated(rna, Alphabet.RNA, 4), 5),
            complex("2new", randomLetters(Alphabet.PROTEIN, 120), "ACGU", 5));

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
