package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ribond.engine.embed.data.Relatives;
import org.ribond.engine.embed.data.Transcript;

/**
 * Which rows are trained on and which tested: by the split of the data, or in folds by groups. No
 * group is on both sides of a fold.
 */
final class Trials {
  private static final int PURPOSE = 1 << 21;

  /**
   * Rows of a model.
   *
   * @param train to train on
   * @param test to test on
   */
  record Trial(int[] train, int[] test) {}

  private final int[] groups;
  private final int seed;
  private final List<Trial> whole = new ArrayList<>();

  /**
   * Takes the sides apart.
   *
   * @throws IllegalArgumentException if there are fewer groups than folds
   */
  Trials(ProbeData data, ProbePlan plan) {
    groups = data.groups();
    seed = plan.seed();
    BitSet tested = data.tested();
    if (!tested.isEmpty()) {
      whole.add(
          new Trial(
              IntStream.range(0, data.size()).filter(i -> !tested.get(i)).toArray(),
              tested.stream().toArray()));
      return;
    }
    int[] folds = GroupedFolds.of(groups, plan.folds(), seed, PURPOSE);
    for (int fold = 0; fold < plan.folds(); fold++) {
      int number = fold;
      whole.add(
          new Trial(
              IntStream.range(0, data.size()).filter(i -> folds[i] != number).toArray(),
              IntStream.range(0, data.size()).filter(i -> folds[i] == number).toArray()));
    }
  }

  /** Number of models that together test all rows to test on. */
  int count() {
    return whole.size();
  }

  /** All rows to test on, in the order of the trials. */
  int[] tested() {
    return whole.stream().flatMapToInt(trial -> Arrays.stream(trial.test)).toArray();
  }

  /**
   * Of all rows to test on, in the order of the trials, which have no relative among the rows that
   * their trial can train on.
   */
  BitSet unseen(List<Transcript> transcripts) {
    BitSet unseen = new BitSet();
    int first = 0;
    for (Trial trial : whole) {
      Relatives known =
          new Relatives(Arrays.stream(trial.train).mapToObj(transcripts::get).toList());
      boolean[] isKnown = new boolean[trial.test.length];
      IntStream.range(0, isKnown.length)
          .parallel()
          .forEach(i -> isKnown[i] = known.knows(transcripts.get(trial.test[i])));
      for (int i = 0; i < isKnown.length; i++) {
        unseen.set(first + i, !isKnown[i]);
      }
      first += isKnown.length;
    }
    return unseen;
  }

  /** The fewest groups that a trial has to train on at a share of them. */
  int fewestGroups(double fraction) {
    return whole.stream()
        .mapToInt(trial -> share(fraction, groupsOf(trial).length))
        .min()
        .orElse(0);
  }

  private int[] groupsOf(Trial trial) {
    return Arrays.stream(trial.train).map(row -> groups[row]).distinct().toArray();
  }

  private static int share(double fraction, int all) {
    return (int) Math.round(fraction * all);
  }

  /**
   * A trial with a share of its groups to train on. Smaller shares of the same draw are among the
   * larger ones.
   */
  Trial of(int number, double fraction, int draw) {
    Trial trial = whole.get(number);
    if (fraction == 1) {
      return trial;
    }
    int[] order =
        GroupedFolds.shuffled(
            Arrays.stream(trial.train).map(row -> groups[row]).toArray(),
            draw,
            seed,
            PURPOSE + 1 + number);
    Set<Integer> drawn =
        Arrays.stream(order)
            .limit(share(fraction, order.length))
            .boxed()
            .collect(Collectors.toUnmodifiableSet());
    return new Trial(
        Arrays.stream(trial.train).filter(row -> drawn.contains(groups[row])).toArray(),
        trial.test);
  }
}
