package org.ribond.engine.fold.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ribond.engine.fold.predict.Decoder;
import org.ribond.engine.fold.predict.FoldPredictor;
import org.ribond.engine.fold.structure.DotBracket;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class FoldScoresTest {
  private static Structure structure(String letters, String line) {
    return new Structure(new Sequence("r", Alphabet.RNA, letters), DotBracket.pairs(line));
  }

  private static FoldOutcome outcome(String predicted, String known) {
    String letters = "G".repeat(known.length());
    return FoldOutcome.of(structure(letters, predicted), structure(letters, known));
  }

  @Test
  void outcome_ofTwoStructures_countsSharedPairs() {
    FoldOutcome outcome = outcome("((...)).(..)", "((...))..().");

    assertEquals(new FoldOutcome("r", 12, 3, 3, 2), outcome);
    assertEquals(2.0 / 3, outcome.precision());
    assertEquals(2.0 / 3, outcome.recall());
    assertEquals(2.0 / 3, outcome.f1());
  }

  @Test
  void outcome_withoutPairs_isRightIfThereAreNone() {
    FoldOutcome none = outcome("...", "...");
    FoldOutcome missed = outcome(".....", "(...)");
    FoldOutcome invented = outcome("(...)", ".....");

    assertEquals(1, none.f1());
    assertEquals(1, none.precision());
    assertTrue(none.isSolved());
    assertEquals(0, missed.f1() + missed.precision() + missed.recall());
    assertEquals(0, invented.f1() + invented.precision() + invented.recall());
    assertTrue(!missed.isSolved() && !invented.isSolved());
  }

  @Test
  void scores_ofSeveral_areMeansOverRnas() {
    List<FoldOutcome> outcomes =
        List.of(
            new FoldOutcome("a", 50, 10, 10, 10),
            new FoldOutcome("b", 50, 4, 12, 4),
            new FoldOutcome("c", 50, 2, 2, 0));

    FoldScores scores = FoldScores.of(outcomes, 200, 1);

    assertEquals((1 + 0.5 + 0) / 3, scores.f1(), 1e-12);
    assertEquals((1 + 1 + 0) / 3.0, scores.precision(), 1e-12);
    assertEquals((1 + 1 / 3.0 + 0) / 3, scores.recall(), 1e-12);
    assertEquals(1 / 3.0, scores.solved(), 1e-12);
    assertEquals(28.0 / 40, scores.pairF1(), 1e-12);
    assertTrue(scores.f1Interval().lower() < 0.5 && scores.f1Interval().upper() > 0.5);
    assertEquals(scores, FoldScores.of(outcomes, 200, 1));
    assertTrue(Double.isNaN(FoldScores.of(outcomes, 0, 1).f1Interval().lower()));
  }

  @Test
  void evaluation_ofPredictions_countsByBothTruths() {
    List<Structure> known = new ArrayList<>();
    known.add(structure("GGGGAAAACCCC", "((((....))))"));
    known.add(structure("GGGAGAAAACCCC", "((((.....))))"));
    FoldEvaluation evaluation;
    try (FoldPredictor predictor = new FoldPredictor(Decoder.PHYSICS, 2, 1 << 28)) {
      evaluation = FoldEvaluation.of(predictor, known, done -> {});
    }

    assertEquals(4, evaluation.outcomes().getFirst().right());
    // A-C is no canonical pair: three are left of the second's four.
    assertEquals(4, evaluation.outcomes().get(1).known());
    assertEquals(3, evaluation.canonicalOutcomes().get(1).known());
    assertEquals(12 * 11 / 2 + 13 * 12 / 2, evaluation.probabilities().cells());
    assertEquals(8, evaluation.probabilities().contacts());
  }
}
