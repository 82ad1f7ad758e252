package org.ribond.engine.fold.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.fold.structure.DotBracket;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class DecodingTest {
  private static final int LENGTH = 9;
  private static final Sequence RNA = new Sequence("r", Alphabet.RNA, "G".repeat(LENGTH));

  /** Probabilities that any pairs may have, with no base above 1. */
  private static PairProbabilities random(SplittableRandom random) {
    Triangle pairs = new Triangle(LENGTH, 0);
    double[] left = new double[LENGTH];
    Arrays.fill(left, 1);
    for (int draw = 0; draw < 14; draw++) {
      int i = random.nextInt(LENGTH - 1);
      int j = random.nextInt(i + 1, LENGTH);
      double share = random.nextDouble() * Math.min(left[i], left[j]);
      pairs.set(i, j, pairs.get(i, j) + share);
      left[i] -= share;
      left[j] -= share;
    }
    return new PairProbabilities(pairs, 0);
  }

  private static double gain(Structure structure, PairProbabilities probabilities, double gamma) {
    double sum = 0;
    int[] partners = structure.partners();
    for (int i = 0; i < LENGTH; i++) {
      sum +=
          partners[i] < 0 ? probabilities.unpaired(i) : gamma * probabilities.pair(i, partners[i]);
    }
    return sum;
  }

  /** The greatest gain of all nested structures that begin with {@code line}. */
  private static double best(String line, int open, PairProbabilities probabilities, double gamma) {
    if (line.length() == LENGTH) {
      return open > 0
          ? Double.NEGATIVE_INFINITY
          : gain(new Structure(RNA, DotBracket.pairs(line)), probabilities, gamma);
    }
    double best =
        Math.max(
            best(line + ".", open, probabilities, gamma),
            best(line + "(", open + 1, probabilities, gamma));
    return open == 0 ? best : Math.max(best, best(line + ")", open - 1, probabilities, gamma));
  }

  @Test
  void expectedAccuracy_isTheGreatestOfAllStructures() {
    SplittableRandom random = new SplittableRandom(12);
    for (int repeat = 0; repeat < 40; repeat++) {
      PairProbabilities probabilities = random(random);
      double gamma = 0.5 + 3 * random.nextDouble();

      Structure found = Decoding.expectedAccuracy(RNA, probabilities, gamma);

      assertEquals(best("", 0, probabilities, gamma), gain(found, probabilities, gamma), 1e-5);
    }
  }

  @Test
  void centroid_hasPairsThatAreLikelierThanNot() {
    SplittableRandom random = new SplittableRandom(13);
    for (int repeat = 0; repeat < 40; repeat++) {
      PairProbabilities probabilities = random(random);

      Structure found = Decoding.centroid(RNA, probabilities);

      assertTrue(!found.hasMultiplets());
      int count = 0;
      for (int i = 0; i < LENGTH; i++) {
        for (int j = i + 1; j < LENGTH; j++) {
          count += probabilities.pair(i, j) > 0.5 ? 1 : 0;
        }
      }
      assertEquals(count, found.pairs().size());
    }
  }

  @Test
  void accuracy_isTheMeanOverBases() {
    Triangle pairs = new Triangle(LENGTH, 0);
    pairs.set(0, 8, 0.75);
    pairs.set(1, 7, 0.25);
    PairProbabilities probabilities = new PairProbabilities(pairs, 0);
    Structure structure = new Structure(RNA, List.of(new Pair(0, 8)));

    assertEquals((1.5 + 2 * 0.75 + 5) / 9, Decoding.accuracy(structure, probabilities), 1e-12);
    assertEquals("(.......)", DotBracket.line(Decoding.expectedAccuracy(RNA, probabilities, 1)));
    assertEquals("((.....))", DotBracket.line(Decoding.expectedAccuracy(RNA, probabilities, 4)));
  }
}
