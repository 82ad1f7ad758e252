package org.ribond.engine.train;

import java.util.List;

/** Is told how a run gets on, by the thread that trains. */
public interface TrainingListener {
  /**
   * A mini-batch is done, or queued on a device.
   *
   * @param member number of the ensemble member, from 0
   * @param epoch number of the epoch, from 0
   * @param samplesDone samples of the epoch that have been trained
   * @param samples samples of the epoch
   */
  void step(int member, int epoch, int samplesDone, int samples);

  /**
   * An epoch is done and in the checkpoint.
   *
   * @param history all epochs of the run, those before it was resumed too; the last one is new
   */
  void epoch(List<EpochReport> history);
}
