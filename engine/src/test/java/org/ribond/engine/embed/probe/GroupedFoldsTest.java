package org.ribond.engine.embed.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupedFoldsTest {
  @Test
  void folds_ofRandomGroups_partNone() {
    long seed = Long.getLong("ribond.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int[] groups =
          IntStream.range(0, 20 + random.nextInt(50)).map(i -> random.nextInt(40)).toArray();
      int folds = 2 + random.nextInt(4);

      int[] fold = GroupedFolds.of(groups, folds, round, 0);

      Map<Integer, Integer> foldOf = new HashMap<>();
      for (int i = 0; i < groups.length; i++) {
        Integer known = foldOf.putIfAbsent(groups[i], fold[i]);
        assertTrue(known == null || known == fold[i], "seed " + seed);
      }
      assertEquals(folds, Arrays.stream(fold).distinct().count(), "seed " + seed);
    }
  }

  @Test
  void folds_ofEqualGroups_areEquallyLarge() {
    int[] fold = GroupedFolds.of(IntStream.range(0, 100).toArray(), 5, 1, 0);

    for (int number = 0; number < 5; number++) {
      int wanted = number;
      assertEquals(20, Arrays.stream(fold).filter(one -> one == wanted).count());
    }
    assertArrayEquals(fold, GroupedFolds.of(IntStream.range(0, 100).toArray(), 5, 1, 0));
    assertFalse(Arrays.equals(fold, GroupedFolds.of(IntStream.range(0, 100).toArray(), 5, 2, 0)));
  }

  @Test
  void folds_moreThanGroups_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> GroupedFolds.of(new int[] {1, 1}, 2, 1, 0));
  }

  private static Trials trials(BitSet tested) {
    Targets targets = new Targets.Numbers(new float[300]);
    return new Trials(
        Examples.data(targets, tested), new ProbePlan(List.of(1.0), 3, 4, 0, false, 7));
  }

  private static Set<Integer> groups(int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> row / 3).collect(Collectors.toSet());
  }

  @Test
  void trials_inFolds_testEachRowOnceAndPartNoGroup() {
    Trials trials = trials(new BitSet());

    assertEquals(4, trials.count());
    assertArrayEquals(
        IntStream.range(0, 300).toArray(), Arrays.stream(trials.tested()).sorted().toArray());
    for (int i = 0; i < trials.count(); i++) {
      for (double fraction : new double[] {1, 0.3}) {
        Trials.Trial trial = trials.of(i, fraction, 0);
        Set<Integer> common = new HashSet<>(groups(trial.train()));
        common.retainAll(groups(trial.test()));
        assertEquals(Set.of(), common);
      }
    }
  }

  @Test
  void trials_ofShares_areNestedWholeGroups() {
    BitSet tested = new BitSet();
    tested.set(240, 300);
    Trials trials = trials(tested);

    Trials.Trial third = trials.of(0, 0.3, 1);
    Trials.Trial tenth = trials.of(0, 0.1, 1);

    assertEquals(1, trials.count());
    assertEquals(24 * 3, third.train().length);
    assertEquals(24, groups(third.train()).size());
    assertEquals(8 * 3, tenth.train().length);
    assertTrue(groups(third.train()).containsAll(groups(tenth.train())));
    assertFalse(Arrays.equals(tenth.train(), trials.of(0, 0.1, 2).train()));
    assertEquals(60, tenth.test().length);
    assertEquals(8, trials.fewestGroups(0.1));
  }
}
