package org.ribond.engine.embed.probe;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ribond.engine.embed.data.Transcript;

/**
 * Transcripts with targets, as {@link ProbeDataReader} reads them. Immutable; the arrays are not
 * copied and must not be changed.
 *
 * @param transcripts the measured transcripts
 * @param targets what was measured
 * @param groups group of each transcript, a number from 0; one of its own where none is known
 * @param tested which transcripts are to be tested on; none without a split
 * @param numbers further features, if there are any
 * @param unmeasured number of rows that were passed over for an empty target
 * @param others number of rows that other columns ruled out
 */
public record ProbeData(
    List<Transcript> transcripts,
    Targets targets,
    int[] groups,
    BitSet tested,
    FeatureTable numbers,
    int unmeasured,
    int others) {
  /** Keeps copies of what can change. */
  public ProbeData {
    transcripts = List.copyOf(transcripts);
    tested = (BitSet) tested.clone();
  }

  /** A copy. */
  @Override
  public BitSet tested() {
    return (BitSet) tested.clone();
  }

  /** Number of transcripts. */
  public int size() {
    return transcripts.size();
  }

  /** Number of groups. */
  public int groupCount() {
    Set<Integer> different = new HashSet<>();
    for (int group : groups) {
      different.add(group);
    }
    return different.size();
  }

  /** Number of groups with transcripts on both sides of the split. */
  public int partedGroups() {
    Set<Integer> train = new HashSet<>();
    Set<Integer> test = new HashSet<>();
    for (int i = 0; i < groups.length; i++) {
      (tested.get(i) ? test : train).add(groups[i]);
    }
    train.retainAll(test);
    return train.size();
  }
}
