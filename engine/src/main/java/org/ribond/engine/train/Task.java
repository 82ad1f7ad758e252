package org.ribond.engine.train;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;

/**
 * What a run trains: the seam between a run, which counts epochs, keeps checkpoints and resumes,
 * and a subject, which knows data and networks. Thread-safe: members are trained side by side.
 */
public interface Task {
  /** What determines a run besides data and backend. */
  TrainingPlan<?> plan();

  /**
   * Weights of one network, all 0: names and shapes of the tensors that a checkpoint has for each
   * member.
   */
  Weights zeros();

  /**
   * A network with its initial weights, and what teaches it.
   *
   * @param member number of the ensemble member, from 0
   * @param backend where it is trained, by one thread; remains the caller's
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  TrainingSession session(int member, Backend backend);

  /** What chooses each member's best epoch; without it that is the last. */
  Optional<Validation> validation();

  /**
   * A model of trained members, with its card.
   *
   * @param facts what the card is to say besides what the task knows, such as plan and data
   * @param backend where validation data are scored, if there are any
   * @param progress is told how many cells, or whatever the task scores, have been scored
   */
  TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress);
}
