package org.ribond.engine.contact.train;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/**
 * Learns which residues touch which bases, from pairs of windows.
 *
 * @param plan what determines a run besides data and backend
 * @param samplers samplers of the members, of {@code training}
 * @param training complexes to train on
 * @param maps what chooses each member's best epoch; its complexes give the model its scores,
 *     calibration and threshold, which are left out without it
 */
public record ContactTask(
    TrainingPlan<ContactPlan> plan,
    Sampling.Samplers samplers,
    List<Complex> training,
    Optional<MapValidation> maps)
    implements Task {
  public ContactTask {
    training = List.copyOf(training);
  }

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new PairTraining(plan, member, samplers.of(member), backend);
  }

  @Override
  public Optional<Validation> validation() {
    return maps.map(validation -> validation);
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    List<Complex> judged = maps.map(MapValidation::complexes).orElse(List.of());
    return EnsembleModel.of(plan, members, facts, training, judged, backend, progress);
  }

  /**
   * The score that the share {@code percentile} of negatives which no epoch held stay below, by the
   * mean of all members: the trained threshold of arXiv 2511.08648. With n such negatives it is the
   * score of rank {@code floor(n (100 - percentile) / 100)} from the top.
   *
   * @param percentile above 0 and below 100
   * @throws IllegalArgumentException if the sampling keeps no negatives back
   */
  public float unseenThreshold(List<MemberReport> members, double percentile, Backend backend) {
    return EnsembleModel.unseenThreshold(plan, members, samplers.of(0), percentile, backend);
  }
}
