package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static List<ScoredContact> select(Selection selection, float[][] map) {
    List<ScoredContact> selected = new ArrayList<>();
    Selection.Filter filter = selection.filter(map.length, map[0].length, selected::add);
    for (int residue = 0; residue < map.length; residue++) {
      filter.row(residue, map[residue]);
    }
    filter.finish();
    return selected;
  }

  /** Few different scores, so that ties are many. */
  private static float[][] random(SplittableRandom random, int residues, int bases) {
    float[][] map = new float[residues][bases];
    for (float[] row : map) {
      for (int base = 0; base < bases; base++) {
        row[base] = random.nextInt(5) / 4f;
      }
    }
    return map;
  }

  private static List<ScoredContact> sorted(float[][] map) {
    return select(Selection.Threshold.NONE, map).stream().sorted(ScoredContact.BEST_FIRST).toList();
  }

  @Test
  void top_anyNumber_isTheStartOfTheSortedMap() {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("SelectionTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      float[][] map = random(random, random.nextInt(1, 8), random.nextInt(1, 8));
      int pairs = random.nextInt(1, 70);
      List<ScoredContact> all = sorted(map);
      assertEquals(
          all.subList(0, Math.min(pairs, all.size())),
          select(new Selection.Top(pairs), map),
          "seed " + seed);
    }
  }

  @Test
  void threshold_given_takesThePairsThatReachItInMapOrder() {
    float[][] map = {{0.5f, 0.25f}, {0.75f, 0.5f}};

    assertEquals(
        List.of(
            new ScoredContact(0, 0, 0.5f),
            new ScoredContact(1, 0, 0.75f),
            new ScoredContact(1, 1, 0.5f)),
        select(new Selection.Threshold(0.5), map));
  }

  @Test
  void threshold_none_takesAllPairs() {
    assertEquals(6, select(Selection.Threshold.NONE, new float[2][3]).size());
  }

  @Test
  void counts_ofChains_followTheirLengths() {
    assertEquals(150, new Selection.TopPerResidue(0.5).count(300, 20));
    assertEquals(1, new Selection.TopPerResidue(0.2).count(2, 20));
    assertEquals(20, new Selection.TopShorterChain().count(300, 20));
    assertEquals(30, new Selection.TopShorterChain().count(30, 2000));
    assertEquals(10, new Selection.TopShorterChain().count(300, 4));
    assertEquals(4, select(new Selection.TopShorterChain(), new float[2][2]).size());
  }

  @Test
  void selections_ofNothing_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Selection.Top(0));
    assertThrows(IllegalArgumentException.class, () -> new Selection.TopPerResidue(0));
    assertThrows(IllegalArgumentException.class, () -> new Selection.Threshold(1.5));
    assertThrows(IllegalArgumentException.class, () -> new Selection.Threshold(Double.NaN));
  }

  @Test
  void chainScores_ofRows_areTheBestOfEachLine() {
    ChainScores scores = new ChainScores(2, 3, false);
    scores.row(0, new float[] {0.1f, 0.7f, 0.2f});
    scores.row(1, new float[] {0.3f, 0.4f, 0.1f});

    assertArrayEquals(new float[] {0.7f, 0.4f}, scores.residues(), 0f);
    assertArrayEquals(new float[] {0.3f, 0.7f, 0.2f}, scores.bases(), 0f);
  }
}
