package org.ribond.engine.train;

import java.util.List;

/** Is told how a run gets on, by the threads that train. */
public interface TrainingListener {
  /**
   * A mini-batch is done, or queued on a device. Members that are trained side by side tell of
   * theirs at the same time.
   *
   * @param member number of the ensemble member, from 0
   * @param epoch number of the epoch, from 0
   * @param samplesDone samples of the epoch that have been trained
   * @param samples samples of the epoch
   */
  void step(int member, int epoch, int samplesDone, int samples);

  /**
   * An epoch is done and in the checkpoint. Of one run, only one at a time is told.
   *
   * @param report the epoch
   * @param history all epochs of the run by member and number, those before it was resumed too
   * @param epochsLeft most epochs of all members that are still to come
   */
  void epoch(EpochReport report, List<EpochReport> history, int epochsLeft);
}
