package org.ribond.engine.train;

import java.util.List;

/** How a run ended. */
public sealed interface TrainingOutcome {
  /** All epochs of the run, those before it was resumed too. */
  List<EpochReport> history();

  /** All members are trained. */
  record Completed(List<MemberReport> members, List<EpochReport> history)
      implements TrainingOutcome {
    public Completed {
      members = List.copyOf(members);
      history = List.copyOf(history);
    }
  }

  /**
   * The run was told to stop, and its checkpoint holds all that was done.
   *
   * @param member number of the member that was in training, from 0
   * @param epoch number of the epoch that was under way, from 0
   */
  record InterruptedTraining(int member, int epoch, List<EpochReport> history)
      implements TrainingOutcome {
    public InterruptedTraining {
      history = List.copyOf(history);
    }
  }
}
