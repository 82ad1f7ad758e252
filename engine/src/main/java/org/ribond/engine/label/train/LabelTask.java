package org.ribond.engine.label.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/** Learns classes or numbers of whole sequences. */
public final class LabelTask implements Task {
  private final TrainingPlan<LabelPlan> plan;
  private final LabelData training;
  private final Optional<LabelData> valid;
  private final Optional<Weights> start;
  private final LabelFacts facts;
  private final Optional<Validation> validation;

  /**
   * Prepares a task.
   *
   * @param plan what determines a run besides data and backend
   * @param training sequences to learn from
   * @param valid sequences that choose each member's best epoch, and give the model its scores and
   *     calibration, which are left out without them
   * @throws IllegalArgumentException if plan and data do not fit one another
   */
  public LabelTask(TrainingPlan<LabelPlan> plan, LabelData training, Optional<LabelData> valid) {
    this(plan, training, valid, Optional.empty());
  }

  /**
   * The same, of networks that have learned something before.
   *
   * @param start weights of tensors that do not begin at random
   * @throws IllegalArgumentException if plan and data do not fit one another
   */
  public LabelTask(
      TrainingPlan<LabelPlan> plan,
      LabelData training,
      Optional<LabelData> valid,
      Optional<Weights> start) {
    this.plan = plan;
    this.training = training;
    this.valid = valid;
    this.start = start;
    LabelPlan own = plan.task();
    facts = LabelFacts.of(training, own.strands());
    if (own.target() != LabelPlan.Target.of(training.targets())
        || own.architecture().outputs() != training.targets().outputs()
        || own.architecture().alphabet() != training.alphabet().size()) {
      throw new IllegalArgumentException(
          training.source()
              + ": the plan is for "
              + own.architecture().outputs()
              + " outputs ("
              + own.target().label()
              + ") of "
              + own.architecture().alphabet()
              + " letters");
    }
    valid.ifPresent(
        judged -> {
          if (!judged.targets().names().equals(training.targets().names())
              || !judged.molecule().reads(training.molecule())) {
            throw new IllegalArgumentException(
                judged.source() + " has other targets or letters than " + training.source());
          }
        });
    validation = valid.map(judged -> new LabelValidation(own, facts, judged));
  }

  @Override
  public TrainingPlan<LabelPlan> plan() {
    return plan;
  }

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new SequenceTraining(plan, facts.outputs(), training, start, member, backend);
  }

  @Override
  public Optional<Validation> validation() {
    return validation;
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.SEED, String.valueOf(plan.seed()));
    card.putAll(this.facts.entries());
    card.put(ModelScores.SEQUENCES, String.valueOf(training.size()));
    TrainedModel model =
        new TrainedModel(
            plan.task().architecture(), members.stream().map(MemberReport::weights).toList(), card);
    return valid
        .map(judged -> ModelScores.calibrated(model, judged, backend, progress))
        .orElse(model);
  }
}
