package org.ribond.engine.embed.probe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;

/** Folds and shares of rows that never part a group. */
final class GroupedFolds {
  private GroupedFolds() {}

  /**
   * The fold of each row, from 0: the largest groups first, each to the fold with the fewest rows,
   * in random order where they are equal.
   *
   * @param groups of each row, any number
   * @param purpose keeps the random numbers apart from those for other purposes
   * @throws IllegalArgumentException if there are fewer groups than folds, or fewer than 2 folds
   */
  static int[] of(int[] groups, int folds, int seed, int purpose) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int group : groups) {
      sizes.merge(group, 1, Integer::sum);
    }
    if (folds < 2 || folds > sizes.size()) {
      throw new IllegalArgumentException(
          folds + " folds: needed are at least 2 and at most the " + sizes.size() + " groups");
    }
    int[] order = shuffled(groups, 0, seed, purpose);
    int[] bySize =
        Arrays.stream(order)
            .boxed()
            .sorted((a, b) -> Integer.compare(sizes.get(b), sizes.get(a)))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] filled = new long[folds];
    Map<Integer, Integer> foldOf = new HashMap<>();
    for (int group : bySize) {
      int smallest = 0;
      for (int fold = 1; fold < folds; fold++) {
        smallest = filled[fold] < filled[smallest] ? fold : smallest;
      }
      foldOf.put(group, smallest);
      filled[smallest] += sizes.get(group);
    }
    return Arrays.stream(groups).map(foldOf::get).toArray();
  }

  /** The different groups, in random order; {@code draw} numbers the orders of one purpose. */
  static int[] shuffled(int[] groups, int draw, int seed, int purpose) {
    Map<Integer, Boolean> different = new LinkedHashMap<>();
    for (int group : groups) {
      different.put(group, true);
    }
    int[] order = different.keySet().stream().mapToInt(Integer::intValue).toArray();
    Draws draws = new Draws(RandomStream.SPLIT, draw, seed, purpose);
    for (int i = order.length - 1; i > 0; i--) {
      int other = (int) draws.below(i + 1L, i, 0);
      int group = order[i];
      order[i] = order[other];
      order[other] = group;
    }
    return order;
  }
}
