package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * Divides complexes into sides, whole homology groups at a time. Groups are weighed by their
 * contacts; copies of a pair of sequences weigh as one, the copy with most contacts. The same
 * complexes, whatever their order, and the same seed give the same sides.
 */
public final class DatasetSplit {
  private DatasetSplit() {}

  /** Complexes of a group and their weight. */
  private record Group(String name, List<Complex> complexes, long weight) {}

  /**
   * Sides of about the given parts of all weight. A group heavier than half of the lightest other
   * side stands in the first, so that no family makes up a test alone; the others come in a seeded
   * order, each to the side that lacks most of its part.
   *
   * @param complexes complexes with clusters
   * @param fractions parts of the sides, each at least 0, with sum 1
   * @throws IllegalArgumentException if a complex has no cluster or the fractions are wrong
   */
  public static List<List<Complex>> byFractions(
      List<Complex> complexes, double[] fractions, long seed) {
    double sum = Arrays.stream(fractions).sum();
    if (Arrays.stream(fractions).anyMatch(part -> !(part >= 0)) || Math.abs(sum - 1) > 1e-6) {
      throw new IllegalArgumentException(
          "fractions " + Arrays.toString(fractions) + " are not parts with sum 1");
    }
    List<Group> groups = shuffled(groups(complexes), seed);
    long total = groups.stream().mapToLong(Group::weight).sum();
    double lightest =
        Arrays.stream(fractions).skip(1).filter(part -> part > 0).min().orElse(1) * total;
    long[] weight = new long[fractions.length];
    List<List<Complex>> sides = emptySides(fractions.length);
    for (Group group : groups) {
      if (group.weight > lightest / 2) {
        add(group, 0, sides, weight);
      }
    }
    for (Group group : groups) {
      if (group.weight <= lightest / 2) {
        int neediest = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int side = 0; side < fractions.length; side++) {
          double target = fractions[side] * total;
          double lack = target > 0 ? (target - weight[side]) / target : Double.NEGATIVE_INFINITY;
          if (lack > most) {
            most = lack;
            neediest = side;
          }
        }
        add(group, neediest, sides, weight);
      }
    }
    return sorted(sides);
  }

  /**
   * Folds of about equal weight: heavy groups first, each to the lightest fold.
   *
   * @param complexes complexes with clusters
   * @param folds number of folds, at least 2 and at most the number of groups
   * @throws IllegalArgumentException if a complex has no cluster or there are too few groups
   */
  public static List<List<Complex>> intoFolds(List<Complex> complexes, int folds, long seed) {
    List<Group> groups = shuffled(groups(complexes), seed);
    if (folds < 2 || folds > groups.size()) {
      throw new IllegalArgumentException(
          folds + " folds: needed are at least 2 and at most the " + groups.size() + " groups");
    }
    groups.sort(Comparator.comparingLong(Group::weight).reversed());
    long[] weight = new long[folds];
    List<List<Complex>> sides = emptySides(folds);
    for (Group group : groups) {
      int lightest = 0;
      for (int fold = 1; fold < folds; fold++) {
        lightest = weight[fold] < weight[lightest] ? fold : lightest;
      }
      add(group, lightest, sides, weight);
    }
    return sorted(sides);
  }

  private static List<List<Complex>> emptySides(int count) {
    List<List<Complex>> sides = new ArrayList<>();
    for (int side = 0; side < count; side++) {
      sides.add(new ArrayList<>());
    }
    return sides;
  }

  private static void add(Group group, int side, List<List<Complex>> sides, long[] weight) {
    sides.get(side).addAll(group.complexes);
    weight[side] += group.weight;
  }

  private static List<List<Complex>> sorted(List<List<Complex>> sides) {
    sides.forEach(side -> side.sort(Comparator.comparing(Complex::id)));
    return sides;
  }

  /** The groups by name. */
  private static List<Group> groups(List<Complex> complexes) {
    Map<String, List<Complex>> byName = new TreeMap<>();
    for (Complex complex : complexes) {
      String name =
          complex
              .cluster()
              .orElseThrow(() -> new IllegalArgumentException(complex.id() + " has no cluster"));
      byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(complex);
    }
    List<Group> groups = new ArrayList<>();
    byName.forEach((name, members) -> groups.add(new Group(name, members, weight(members))));
    return groups;
  }

  private static long weight(List<Complex> members) {
    Map<String, Integer> contactsOfPair = new HashMap<>();
    for (Complex complex : members) {
      contactsOfPair.merge(
          complex.protein().sequence().letters() + " " + complex.rna().sequence().letters(),
          complex.contacts().size(),
          Math::max);
    }
    return contactsOfPair.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static List<Group> shuffled(List<Group> groups, long seed) {
    List<Group> shuffled = new ArrayList<>(groups);
    int[] words = new int[4];
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Philox.block(i, 0, RandomStream.SPLIT.word(0), 0, (int) seed, (int) (seed >>> 32), words);
      long random = words[0] & 0xFFFFFFFFL;
      Collections.swap(shuffled, i, (int) ((random * (i + 1)) >>> 32));
    }
    return shuffled;
  }
}
