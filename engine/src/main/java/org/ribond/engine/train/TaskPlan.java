package org.ribond.engine.train;

import java.util.SequencedMap;

/**
 * A subject's own part of a {@link TrainingPlan}, which it checks by itself: the networks, how
 * samples are drawn, which of them count for how much, how an epoch is judged.
 */
public interface TaskPlan {
  /**
   * The part's numbers, lists and strings in a fixed order, under the names that the command line
   * has for them, but for those of the {@link #validationEntries}. Equal parts have equal entries
   * and different parts differ in one. No name is one of the learning's, such as {@code epochs}.
   */
  SequencedMap<String, Object> entries();

  /** In the same way, what an epoch is judged by. */
  SequencedMap<String, Object> validationEntries();
}
