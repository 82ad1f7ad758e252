package org.ribond.engine.fold.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/** Learns which bases of RNAs pair. */
public final class FoldTask implements Task {
  private final TrainingPlan<FoldPlan> plan;
  private final FoldSamples training;
  private final Optional<FoldSamples> valid;

  /**
   * Prepares a task.
   *
   * @param plan what determines a run besides data and backend
   * @param training RNAs to learn from
   * @param valid RNAs that choose each member's best epoch, and give the model its calibration and
   *     the thresholds of its structures, which are left out without them
   */
  public FoldTask(TrainingPlan<FoldPlan> plan, FoldSamples training, Optional<FoldSamples> valid) {
    this.plan = plan;
    this.training = training;
    this.valid = valid;
  }

  @Override
  public TrainingPlan<FoldPlan> plan() {
    return plan;
  }

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new FoldTraining(plan, training, member, backend);
  }

  @Override
  public Optional<Validation> validation() {
    return valid.map(judged -> new FoldValidation(plan.task().architecture(), judged));
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.TASK, FoldModel.TASK);
    card.put(ModelCard.SEED, String.valueOf(plan.seed()));
    card.put("data.rnas", String.valueOf(training.size()));
    card.put(FoldModel.SHORTEST, String.valueOf(training.shortest()));
    card.put(FoldModel.LONGEST, String.valueOf(training.longest()));
    TrainedModel model =
        new TrainedModel(
            plan.task().architecture(), members.stream().map(MemberReport::weights).toList(), card);
    return valid
        .map(judged -> FoldCalibration.calibrated(model, judged, backend, progress))
        .orElse(model);
  }
}
