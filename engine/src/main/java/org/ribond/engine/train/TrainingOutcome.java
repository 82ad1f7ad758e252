package org.ribond.engine.train;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** How a run ended. */
public sealed interface TrainingOutcome {
  /** All epochs of the run by member and number, those before it was resumed too. */
  List<EpochReport> history();

  /** Wall time of the run, validation included, and that before it was resumed too. */
  double seconds();

  /** All members are trained. */
  record Completed(List<MemberReport> members, List<EpochReport> history, double seconds)
      implements TrainingOutcome {
    public Completed {
      members = List.copyOf(members);
      history = List.copyOf(history);
    }
  }

  /**
   * The run was told to stop, and its checkpoint holds all that was done.
   *
   * @param epochs numbers of the members that were in training and of the epochs that were under
   *     way in each, all from 0
   */
  record InterruptedTraining(
      SequencedMap<Integer, Integer> epochs, List<EpochReport> history, double seconds)
      implements TrainingOutcome {
    public InterruptedTraining {
      epochs = Collections.unmodifiableSequencedMap(new TreeMap<>(epochs));
      history = List.copyOf(history);
    }
  }
}
