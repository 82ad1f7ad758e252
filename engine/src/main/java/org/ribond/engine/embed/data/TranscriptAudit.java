package org.ribond.engine.embed.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What transcripts to test on share with those to train on, and how alike those of a group are that
 * are learned from: of near copies there is nothing to learn.
 *
 * @param test transcripts to test on
 * @param equal those whose bases are those of one to train on
 * @param related those that have a relative to train on, see {@link Relatives}
 * @param sharedGroups groups with transcripts on both sides
 * @param groups groups to train on of two transcripts or more
 * @param pairs neighbours within these groups, in the order of the file
 * @param copies pairs of equal bases
 * @param near pairs of at least {@value #NEAR} identity
 * @param medianIdentity median of the pairs' identity, as {@link #identity} estimates it; NaN
 *     without pairs
 */
public record TranscriptAudit(
    int test,
    int equal,
    int related,
    int sharedGroups,
    int groups,
    int pairs,
    int copies,
    int near,
    double medianIdentity) {
  /** Identity from which two transcripts are near copies. */
  public static final double NEAR = 0.99;

  private static final int WORD = 21;

  /** Audits the transcripts {@code test} against {@code train}. */
  public static TranscriptAudit of(List<Transcript> train, List<Transcript> test) {
    Set<String> letters = train.stream().map(TranscriptAudit::bases).collect(Collectors.toSet());
    Relatives relatives = new Relatives(train);
    Set<String> groups = new HashSet<>();
    train.forEach(one -> one.group().ifPresent(groups::add));
    double[] identities = identities(train);
    return new TranscriptAudit(
        test.size(),
        (int) test.stream().filter(one -> letters.contains(bases(one))).count(),
        (int) test.parallelStream().filter(relatives::knows).count(),
        (int)
            test.stream()
                .flatMap(one -> one.group().stream())
                .distinct()
                .filter(groups::contains)
                .count(),
        (int) groupsOf(train).values().stream().filter(group -> group.size() > 1).count(),
        identities.length,
        (int) Arrays.stream(identities).filter(identity -> identity == 1).count(),
        (int) Arrays.stream(identities).filter(identity -> identity >= NEAR).count(),
        median(identities));
  }

  private static Map<String, List<Transcript>> groupsOf(List<Transcript> transcripts) {
    Map<String, List<Transcript>> groups = new HashMap<>();
    for (Transcript one : transcripts) {
      one.group()
          .ifPresent(name -> groups.computeIfAbsent(name, any -> new ArrayList<>()).add(one));
    }
    return groups;
  }

  /** Of neighbours within groups, ascending. */
  private static double[] identities(List<Transcript> transcripts) {
    return groupsOf(transcripts).values().parallelStream()
        .flatMap(
            group ->
                IntStream.range(1, group.size())
                    .mapToObj(i -> identity(group.get(i - 1), group.get(i))))
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /**
   * Identity of two transcripts by the words that they share: {@code 1 + ln(2 j / (1 + j)) / k},
   * with {@code j} the share of their different words of {@code k} = {@value #WORD} bases that both
   * have (Ondov et al., Genome Biology 2016, without sketches); 1 for equal bases alone.
   */
  static double identity(Transcript one, Transcript other) {
    String first = bases(one);
    String second = bases(other);
    if (first.equals(second)) {
      return 1;
    }
    Set<String> words = words(first);
    Set<String> others = words(second);
    int all = words.size() + others.size();
    words.retainAll(others);
    double shared = words.size() / (double) (all - words.size());
    double identity = 1 + Math.log(2 * shared / (1 + shared)) / WORD;
    // Words can all be shared where bases are not equal.
    return all == 0 ? 0 : Math.clamp(identity, 0, Math.nextDown(1.0));
  }

  /** Its letters, T as U. */
  private static String bases(Transcript one) {
    return one.sequence().letters().replace('T', 'U');
  }

  private static Set<String> words(String letters) {
    Set<String> words = new HashSet<>();
    for (int start = 0; start + WORD <= letters.length(); start++) {
      words.add(letters.substring(start, start + WORD));
    }
    return words;
  }
}
