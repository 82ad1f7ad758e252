package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.DisjointSets;
import org.ribond.engine.sequence.homology.HomologyLinks;
import org.ribond.engine.sequence.homology.HomologyRule;

/**
 * Groups the sequences of a set so that no two groups have relatives: the connected components of
 * what is shared. Equal sequences are always of one group. A group has the number of its first
 * sequence.
 */
public final class LabelGroups {
  private LabelGroups() {}

  /**
   * Groups sequences that have {@code k} letters in a row in common, on the same strand.
   *
   * @param k at least 1
   * @return the group of each sequence
   */
  public static int[] bySharedKmers(LabelData data, int k) {
    return bySharedKmers(data, k, KmerTable.USUAL_WORDS);
  }

  static int[] bySharedKmers(LabelData data, int k, int wordsAtATime) {
    if (k < 1) {
      throw new IllegalArgumentException("words of " + k + " letters");
    }
    DisjointSets sets = equalSequences(data);
    int from = 0;
    while (from < data.size()) {
      int to = KmerTable.end(data, from, k, wordsAtATime);
      KmerTable table = new KmerTable(data, from, to, k);
      for (int i = from; i < data.size(); i++) {
        int row = i;
        table.matches(data, i, earlier -> sets.unite(row, earlier));
      }
      from = to;
    }
    return numbers(sets, data.size());
  }

  /**
   * Groups sequences that are homologous by {@code rule}. All pairs of different sequences that are
   * not yet in one group are aligned: time grows with the square of all letters.
   *
   * @param threads threads to align on, at least 1; the result does not depend on it
   * @param progress told after each different sequence how many are done
   * @return the group of each sequence
   */
  public static int[] byHomology(
      LabelData data, HomologyRule rule, int threads, IntConsumer progress) {
    DisjointSets sets = equalSequences(data);
    List<Integer> firsts = new ArrayList<>();
    List<Sequence> different = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      if (sets.find(i) == i) {
        firsts.add(i);
        different.add(data.sequence(i));
      }
    }
    DisjointSets linked = new DisjointSets(different.size());
    new HomologyLinks(rule, threads).unite(different, linked, 0, progress);
    for (int i = 0; i < firsts.size(); i++) {
      sets.unite(firsts.get(i), firsts.get(linked.find(i)));
    }
    return numbers(sets, data.size());
  }

  private static DisjointSets equalSequences(LabelData data) {
    DisjointSets sets = new DisjointSets(data.size());
    EqualSequences equal = new EqualSequences(data);
    for (int i = 0; i < data.size(); i++) {
      sets.unite(i, equal.first(i));
    }
    return sets;
  }

  private static int[] numbers(DisjointSets sets, int size) {
    return IntStream.range(0, size).map(sets::find).toArray();
  }
}
