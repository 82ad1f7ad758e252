package org.ribond.engine.embed.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.embed.data.Transcript;

/** Transcripts in groups that do the same, such as those of one gene. Immutable. */
public final class TranscriptGroups {
  private final List<List<Transcript>> groups;

  private TranscriptGroups(List<List<Transcript>> groups) {
    this.groups = groups.stream().map(List::copyOf).toList();
  }

  /**
   * Groups in the order in which they appear.
   *
   * @throws IllegalArgumentException if a transcript has no group
   */
  public static TranscriptGroups of(List<Transcript> transcripts) {
    SequencedMap<String, List<Transcript>> byName = new LinkedHashMap<>();
    for (Transcript transcript : transcripts) {
      String group =
          transcript
              .group()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "transcript '" + transcript.name() + "' has no group"));
      byName.computeIfAbsent(group, name -> new ArrayList<>()).add(transcript);
    }
    return new TranscriptGroups(List.copyOf(byName.values()));
  }

  /** Number of groups. */
  public int size() {
    return groups.size();
  }

  /** The transcripts of a group, at least one. */
  public List<Transcript> group(int number) {
    return groups.get(number);
  }

  /** Number of transcripts. */
  public int transcripts() {
    return groups.stream().mapToInt(List::size).sum();
  }

  /** Groups of one transcript. */
  public int single() {
    return (int) groups.stream().filter(group -> group.size() == 1).count();
  }
}
