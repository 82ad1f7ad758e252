package org.ribond.engine.fold.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.physics.Partition;
import org.ribond.engine.fold.physics.Stems;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class PairFeaturesTest {
  private static final Sequence RNA = new Sequence("r", Alphabet.RNA, "GGCANAAAUGUC");

  private static float at(float[] all, int i, int j, int number) {
    return all[(i * RNA.length() + j) * PairFeatures.COUNT + number];
  }

  @Test
  void of_aHairpin_hasTheNumbersOfEachPairBothWaysRound() {
    PairProbabilities physics = new Partition().probabilities(RNA, Constraint.none(RNA.length()));
    float[] all = PairFeatures.of(RNA, Prior.of(physics));

    assertEquals(RNA.length() * RNA.length() * PairFeatures.COUNT, all.length);
    for (int i = 0; i < RNA.length(); i++) {
      for (int j = 0; j < RNA.length(); j++) {
        for (int number = 0; number < PairFeatures.COUNT; number++) {
          float value = at(all, i, j, number);
          assertTrue(Math.abs(value) <= 2, i + " " + j + " " + number + " " + value);
          assertEquals(number == 4 ? -value : value, at(all, j, i, number), 0f);
        }
      }
    }
    assertEquals(1, at(all, 3, 8, 5), "A-U");
    assertEquals(1, at(all, 0, 11, 6), "G-C");
    assertEquals(1, at(all, 1, 10, 7), "G-U");
    assertEquals(0, at(all, 3, 4, 5) + at(all, 3, 4, 6) + at(all, 3, 4, 7), "A-N");
    assertEquals(4 / 6f, at(all, 0, 11, 8), 1e-6f, "a helix of four");
    assertEquals((float) physics.pair(0, 11), at(all, 0, 11, 10), 0f);
    assertEquals(Math.log1p(11) / 4, at(all, 0, 11, 0), 1e-6);
  }

  @Test
  void stems_ofAHairpin_areItsHelix() {
    Stems stems = Stems.of(RNA);

    for (int k = 0; k < 4; k++) {
      assertEquals(4, stems.pairs(k, 11 - k));
      assertEquals(stems.score(0, 11), stems.score(11 - k, k), 0f);
    }
    assertTrue(stems.score(0, 11) > 0);
    assertEquals(0, stems.pairs(4, 7), "too close, and unknown");
    assertEquals(1, stems.pairs(0, 8), "a pair alone");
    assertEquals(0f, stems.score(0, 8), 0f);
  }
}
