package org.ribond.engine.contact.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.metric.Bootstrap;
import org.ribond.engine.metric.Confusion;
import org.ribond.engine.metric.Interval;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

final class ProtocolsTest {
  /** Scores a cell by its place alone, from 0 up in steps of a thousandth. */
  private static final MapScorer BY_PLACE =
      (protein, rna, sink) -> {
        float[] row = new float[rna.length()];
        for (int residue = 0; residue < protein.length(); residue++) {
          for (int base = 0; base < row.length; base++) {
            row[base] = (residue * rna.length() + base) / 1000f;
          }
          sink.row(residue, row);
        }
      };

  private static Complex complex(
      String structure, String protein, String rna, int[] noResidue, int[] noBase, Contact... at) {
    return new Complex(
        structure + "_A_R",
        structure,
        new Chain("A", new Sequence("A", Alphabet.PROTEIN, protein), bits(noResidue)),
        new Chain("R", new Sequence("R", Alphabet.RNA, rna), bits(noBase)),
        List.of(at),
        3.5,
        Optional.empty());
  }

  private static Complex complex(String structure, String protein, String rna, Contact... at) {
    return complex(structure, protein, rna, new int[0], new int[0], at);
  }

  private static BitSet bits(int[] set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  private static MapScores run(Complex... complexes) {
    return MapProtocol.run(BY_PLACE, List.of(complexes), done -> {});
  }

  @Test
  void pooled_unobservedResidueAndBase_areLeftOutAtAllLevels() {
    // Scores in thousandths: 0 1 2 / 3 4 5 / 6 7 8; row 1 and column 2 have no coordinates.
    Complex complex =
        complex("1abc", "ACD", "ACG", new int[] {1}, new int[] {2}, new Contact(2, 0));
    MapScores scores = run(complex);

    ScoreTally cells = scores.pooled(Level.CONTACT);
    ScoreTally residues = scores.pooled(Level.RESIDUE);
    ScoreTally bases = scores.pooled(Level.BASE);

    assertEquals(4, cells.cells());
    assertEquals(1, cells.contacts());
    assertEquals(new Confusion(1, 1, 2, 0), cells.confusion(0.006f));
    assertEquals(new Confusion(1, 0, 1, 0), residues.confusion(0.007f));
    assertEquals(new Confusion(0, 0, 1, 1), residues.confusion(0.008f));
    assertEquals(new Confusion(1, 1, 0, 0), bases.confusion(0.006f));
    assertEquals(new Confusion(0, 1, 0, 1), bases.confusion(0.007f));
  }

  @Test
  void evaluation_complexWithoutObservedBases_addsNothing() {
    Complex blind = complex("1abc", "ACD", "A", new int[0], new int[] {0});
    MapEvaluation evaluation = run(blind).evaluation(Level.RESIDUE, 0.5f);

    assertEquals(0, evaluation.pooled().cells());
    assertTrue(Double.isNaN(evaluation.pooled().ranking().rocAuc()));
    assertEquals(0, evaluation.perComplex().complexes());
  }

  @Test
  void evaluation_copies_shareTheWeightOfOneInMeansAndRanking() {
    Complex good = complex("1abc", "AC", "AC", new Contact(1, 1));
    Complex bad = complex("2abc", "CC", "AC", new Contact(0, 0));
    MapEvaluation evaluation = run(good, good, good, bad).evaluation(Level.CONTACT, 0.5f);

    // Pooled: contacts 3 3 3 0 against others 0 1 2 (thrice) and 1 2 3.
    assertEquals(
        (3 * (9 + 2 + 0.5) + 1.5) / (4.0 * 12), evaluation.pooled().ranking().rocAuc(), 1e-12);
    // Without copies: contacts 3 0 against others 0 1 2 and 1 2 3.
    assertEquals((3 + 2 + 0.5 + 0.5) / (2.0 * 6), evaluation.withoutCopies().rocAuc(), 1e-12);
    assertEquals(2, evaluation.perComplex().complexes());
    assertEquals(0.5, evaluation.perComplex().rocAuc(), 1e-12);
    assertEquals((1 + 0.25) / 2, evaluation.perComplex().averagePrecision(), 1e-12);
    // One contact among four in random order has a mean precision of (1 + 1/2 + 1/3 + 1/4) / 4.
    double chance = 25.0 / 48;
    assertEquals((1 + 0.25) / 2 / chance, evaluation.perComplex().lift(), 1e-12);
    assertEquals(4, evaluation.pairs());
  }

  @Test
  void run_progress_tellsObservedCellsSoFar() {
    Complex complex = complex("1abc", "AC", "ACG", new int[] {0}, new int[0], new Contact(1, 1));
    List<Long> told = new ArrayList<>();

    MapProtocol.run(BY_PLACE, List.of(complex, complex), told::add);

    assertEquals(List.of(3L, 6L), told);
  }

  @Test
  void run_scorerThatLeavesOutRows_isFoundOut() {
    Complex complex = complex("1abc", "AC", "ACG", new Contact(1, 1));

    assertThrows(
        IllegalStateException.class,
        () ->
            MapProtocol.run((p, r, sink) -> sink.row(0, new float[3]), List.of(complex), d -> {}));
  }

  @Test
  void bootstrap_oneGroup_hasNoWidth() {
    Complex complex = complex("1abc", "AC", "ACG", new Contact(1, 1));
    MapScores scores = run(complex, complex);
    double rocAuc = scores.pooled(Level.CONTACT).ranking().rocAuc();

    Bootstrap bootstrap = scores.bootstrap(Level.CONTACT, 50, 1);

    assertEquals(1, bootstrap.groups());
    assertEquals(rocAuc, bootstrap.rocAuc().lower(), 1e-12);
    assertEquals(rocAuc, bootstrap.rocAuc().upper(), 1e-12);
  }

  @Test
  void bootstrap_independentGroups_coversTheTruthAbout95TimesIn100() {
    Random random = new Random(7);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      List<ScoreTally> groups = new ArrayList<>();
      for (int group = 0; group < 60; group++) {
        ScoreTally tally = new ScoreTally();
        for (int i = 0; i < 20; i++) {
          boolean label = random.nextInt(4) == 0;
          double value = random.nextGaussian() + (label ? 1 : 0);
          tally.add((float) (1 / (1 + Math.exp(-value))), label);
        }
        groups.add(tally);
      }
      Interval interval = Bootstrap.of(groups, 300, trial).rocAuc();
      // Two normals one deviation apart: AUC = Phi(1 / sqrt 2).
      double truth = 0.7602499;
      covered += interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
    }

    assertTrue(covered >= 180 && covered <= 199, "covered " + covered + " of 200");
  }

  @Test
  void bootstrap_sameSeed_isTheSame() {
    Complex one = complex("1abc", "AC", "ACG", new Contact(1, 1));
    Complex two = complex("2abc", "ACD", "ACG", new Contact(0, 1), new Contact(2, 2));
    MapScores scores = run(one, two);

    assertEquals(scores.bootstrap(Level.CONTACT, 40, 3), scores.bootstrap(Level.CONTACT, 40, 3));
  }

  @Test
  void paperProtocol_smallPair_scoresItsCellsAndNoOther() {
    // A has letter code 1: the contacts of residue 1 make the gap of residue 0. Base 1 is closed
    // up, so there are four bases a row and the contacts score 5 and 11 thousandths.
    Complex complex =
        complex(
            "1abc",
            "AWW",
            "ACGUC",
            new int[0],
            new int[] {1},
            new Contact(1, 2),
            new Contact(2, 4));

    ScoreTally tally = PaperProtocol.run(BY_PLACE, List.of(complex), 1, done -> {}).tally();

    // Negatives score 1 to 3 (bases from 1 + 1 - 1 on) and 4 to 11, own contacts among them.
    assertEquals(2, tally.contacts());
    assertEquals(new Confusion(2, 11, 0, 0), tally.confusion(0.001f));
    assertEquals(new Confusion(2, 7, 4, 0), tally.confusion(0.005f));
    assertEquals(new Confusion(1, 1, 10, 1), tally.confusion(0.011f));
  }

  @Test
  void paperProtocol_window_isTheStrideOfItsNegatives() {
    Complex complex = complex("1abc", "WWWWWWW", "ACGUC", new Contact(1, 2));

    PaperEvaluation evaluation = PaperProtocol.run(BY_PLACE, List.of(complex), 3, done -> {});

    assertEquals(3 * 5 + 1, evaluation.tally().cells());
    assertEquals(
        new Confusion(0, 0, 15, 1), evaluation.summary(PaperEvaluation.LARGER_CLASS).confusion());
  }

  @Test
  void trapezoidAuc_scoresBetweenTwoThresholds_isOffWhereTheExactAreaIsNot() {
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < 100; i++) {
      tally.add(0.95f, true);
      tally.add(0.92f, false);
    }
    PaperEvaluation evaluation = new PaperEvaluation(1, 15, tally);

    assertEquals(1, evaluation.summary(0.5f).ranking().rocAuc());
    assertEquals(0.5, evaluation.trapezoidAuc(), 1e-12);
  }

  @Test
  void trapezoidAuc_scoresFarApart_isTheExactArea() {
    ScoreTally tally = new ScoreTally();
    float[] scores = {0.0005f, 0.0015f, 0.02f, 0.3f, 0.6f, 0.8f};
    boolean[] labels = {false, true, false, false, true, true};
    for (int i = 0; i < scores.length; i++) {
      tally.add(scores[i], labels[i]);
    }

    assertEquals(tally.ranking().rocAuc(), new PaperEvaluation(1, 15, tally).trapezoidAuc(), 1e-12);
  }

  @Test
  void paperThresholds_all_areThoseOfThePublishedCode() {
    float[] thresholds = PaperEvaluation.thresholds();

    assertEquals(31, thresholds.length);
    assertEquals(0f, thresholds[0]);
    assertEquals(0.009f, thresholds[9]);
    assertEquals(0.01f, thresholds[10]);
    assertEquals(0.091f, thresholds[19]);
    assertEquals(0.11f, thresholds[20]);
    assertEquals(0.911f, thresholds[29]);
    assertEquals(1.001f, thresholds[30]);
  }

  @Test
  void trainingProteins_cardValue_knowsThemAgain() {
    Complex seen = complex("1abc", "ACDEF", "ACG", new Contact(1, 1));
    Complex other = complex("2abc", "ACDEG", "ACG", new Contact(1, 1));
    TrainingProteins proteins = TrainingProteins.of(List.of(seen, seen));

    TrainingProteins read = TrainingProteins.parse(proteins.toCardValue());

    assertEquals(12, proteins.toCardValue().length());
    assertEquals(List.of(seen), read.seenAmong(List.of(other, seen)));
    assertEquals(List.of(), TrainingProteins.parse("").seenAmong(List.of(seen)));
  }
}
