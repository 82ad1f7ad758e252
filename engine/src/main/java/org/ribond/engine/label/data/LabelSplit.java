package org.ribond.engine.label.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;

/**
 * Divides a set into sides, whole groups at a time. The same groups and seed give the same sides.
 */
public final class LabelSplit {
  private LabelSplit() {}

  /**
   * The set with parts of about the given shares of its sequences. A group larger than half of the
   * smaller of validation and test goes to training, so that no family makes up a test alone; the
   * others come in a seeded order, each to the side that lacks most of its share.
   *
   * @param groups group of each sequence, of {@link LabelGroups}
   * @param fractions shares of train, valid and test, each at least 0, with sum 1
   * @throws IllegalArgumentException if the fractions are no such shares
   */
  public static LabelData intoParts(LabelData data, int[] groups, double[] fractions, int seed) {
    if (fractions.length != Part.values().length
        || Arrays.stream(fractions).anyMatch(share -> !(share >= 0))
        || Math.abs(Arrays.stream(fractions).sum() - 1) > 1e-6) {
      throw new IllegalArgumentException(
          "fractions " + Arrays.toString(fractions) + " are not shares of three parts with sum 1");
    }
    int[] sizes = sizes(groups);
    double smallest =
        Arrays.stream(fractions).skip(1).filter(share -> share > 0).min().orElse(1) * data.size();
    int[] sideOfGroup = new int[data.size()];
    long[] filled = new long[fractions.length];
    int[] order = shuffled(sizes, seed);
    for (int group : order) {
      if (sizes[group] > smallest / 2) {
        filled[0] += sizes[group];
      }
    }
    for (int group : order) {
      if (sizes[group] <= smallest / 2) {
        int side = neediest(fractions, filled, data.size());
        sideOfGroup[group] = side;
        filled[side] += sizes[group];
      }
    }
    List<Part> parts = Arrays.stream(groups).mapToObj(g -> Part.ofCode(sideOfGroup[g])).toList();
    return data.withParts(parts);
  }

  /**
   * Folds of about equal size: large groups first, each to the smallest fold.
   *
   * @param groups group of each sequence, of {@link LabelGroups}
   * @param folds number of folds, at least 2 and at most the number of groups
   * @return the fold of each sequence
   * @throws IllegalArgumentException if there are too few groups
   */
  public static int[] intoFolds(int[] groups, int folds, int seed) {
    int[] sizes = sizes(groups);
    int[] order = shuffled(sizes, seed);
    if (folds < 2 || folds > order.length) {
      throw new IllegalArgumentException(
          folds + " folds: needed are at least 2 and at most the " + order.length + " groups");
    }
    int[] bySize =
        Arrays.stream(order)
            .boxed()
            .sorted((a, b) -> Integer.compare(sizes[b], sizes[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] filled = new long[folds];
    int[] foldOfGroup = new int[sizes.length];
    for (int group : bySize) {
      int smallest = 0;
      for (int fold = 1; fold < folds; fold++) {
        smallest = filled[fold] < filled[smallest] ? fold : smallest;
      }
      foldOfGroup[group] = smallest;
      filled[smallest] += sizes[group];
    }
    return Arrays.stream(groups).map(group -> foldOfGroup[group]).toArray();
  }

  private static int neediest(double[] fractions, long[] filled, int all) {
    int neediest = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int side = 0; side < fractions.length; side++) {
      double target = fractions[side] * all;
      double lack = target > 0 ? (target - filled[side]) / target : Double.NEGATIVE_INFINITY;
      if (lack > most) {
        most = lack;
        neediest = side;
      }
    }
    return neediest;
  }

  /** Number of sequences of each group. */
  private static int[] sizes(int[] groups) {
    int[] sizes = new int[groups.length];
    for (int group : groups) {
      sizes[group]++;
    }
    return sizes;
  }

  /** The groups that there are, in seeded order. */
  private static int[] shuffled(int[] sizes, int seed) {
    int[] order = IntStream.range(0, sizes.length).filter(group -> sizes[group] > 0).toArray();
    Draws draws = new Draws(RandomStream.SPLIT, 0, seed, 0);
    for (int i = order.length - 1; i > 0; i--) {
      int other = (int) draws.below(i + 1L, i, 0);
      int group = order[i];
      order[i] = order[other];
      order[other] = group;
    }
    return order;
  }
}
