package org.ribond.engine.sequence.homology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.RandomLetters;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.LocalAligner.Alignment;

/** Alignment and linking. */
final class HomologyRuleTest {
  private final long seed = Long.getLong("ribond.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomLetters letters = new RandomLetters(random);

  private static Sequence protein(String letters) {
    return new Sequence("p", Alphabet.PROTEIN, letters);
  }

  private static Sequence rna(String letters) {
    return new Sequence("r", Alphabet.RNA, letters);
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
      Sequence first = protein(letters.random(Alphabet.PROTEIN, 1 + random.nextInt(60)));
      Sequence second = protein(letters.random(Alphabet.PROTEIN, 1 + random.nextInt(60)));

      int score = aligner.score(first, second);

      assertEquals(aligner.align(first, second).score(), score, "seed " + seed);
      assertEquals(aligner.score(second, first), score, "seed " + seed);
    }
  }

  @Test
  void blosum62_table_isSymmetricWithKnownEntries() {
    int[][] scores = SubstitutionScores.PROTEIN.scores();
    Alphabet alphabet = Alphabet.PROTEIN;

    for (int i = 0; i <= alphabet.size(); i++) {
      for (int j = 0; j <= alphabet.size(); j++) {
        assertEquals(scores[i][j], scores[j][i]);
      }
    }
    assertEquals(11, scores[alphabet.code('W')][alphabet.code('W')]);
    assertEquals(-4, scores[alphabet.code('W')][alphabet.code('D')]);
    assertEquals(3, scores[alphabet.code('I')][alphabet.code('V')]);
    assertEquals(-1, scores[alphabet.size()][alphabet.code('A')]);
  }

  @Test
  void links_proteins_byIdentityAndSignificance() {
    HomologyRule rule = HomologyRule.DEFAULT;
    String chain = letters.random(Alphabet.PROTEIN, 200);
    String domain = letters.random(Alphabet.PROTEIN, 100) + chain.substring(50, 130);

    assertTrue(rule.links(protein(chain), protein(letters.mutated(chain, Alphabet.PROTEIN, 90))));
    assertTrue(rule.links(protein(chain), protein(domain)), "a shared domain");
    assertFalse(
        rule.links(protein(chain), protein(letters.random(Alphabet.PROTEIN, 200))), "seed " + seed);
    assertFalse(
        new HomologyRule(0.9, 0.8)
            .links(protein(chain), protein(letters.mutated(chain, Alphabet.PROTEIN, 60))),
        "seed " + seed);
  }

  @Test
  void links_rnas_byIdentityLengthAndCover() {
    HomologyRule rule = HomologyRule.DEFAULT;
    String chain = letters.random(Alphabet.RNA, 80);

    assertTrue(
        rule.links(rna(chain), rna(letters.mutated(chain, Alphabet.RNA, 8))), "seed " + seed);
    assertTrue(rule.links(rna(chain), rna(chain.substring(10, 40))));
    assertFalse(rule.links(rna("ACGUACGUACGUACGUACG"), rna("ACGUACGUACGUACGUACG")), "19 bases");
    assertTrue(rule.links(rna("ACGUACGUACGUACGUACGU"), rna("ACGUACGUACGUACGUACGU")), "20 bases");
  }
}
