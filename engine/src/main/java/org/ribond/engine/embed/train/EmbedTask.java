package org.ribond.engine.embed.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/** Learns, without labels, to put transcripts of a group near each other. */
public final class EmbedTask implements Task {
  private final TrainingPlan<EmbedPlan> plan;
  private final TranscriptGroups training;
  private final Optional<TranscriptGroups> valid;

  /**
   * Prepares a task.
   *
   * @param plan what determines a run besides data and backend, of one member
   * @param training groups to learn from, at least two
   * @param valid groups that choose the best epoch; without them that is the last
   * @throws IllegalArgumentException if there are fewer groups, or more members
   */
  public EmbedTask(
      TrainingPlan<EmbedPlan> plan, TranscriptGroups training, Optional<TranscriptGroups> valid) {
    if (plan.members() != 1) {
      throw new IllegalArgumentException("an encoder is one network, not " + plan.members());
    }
    if (training.size() < 2) {
      throw new IllegalArgumentException(
          "a contrast needs two groups or more, there is " + training.size());
    }
    this.plan = plan;
    this.training = training;
    this.valid = valid;
  }

  @Override
  public TrainingPlan<EmbedPlan> plan() {
    return plan;
  }

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new EmbedTraining(plan, training, member, backend);
  }

  @Override
  public Optional<Validation> validation() {
    return valid.map(judged -> new EmbedValidation(plan.task(), judged));
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.TASK, EmbedModel.TASK);
    card.put(ModelCard.SEED, String.valueOf(plan.seed()));
    card.put("data.groups", String.valueOf(training.size()));
    card.put("data.transcripts", String.valueOf(training.transcripts()));
    members
        .getFirst()
        .score()
        .ifPresent(score -> card.put(ModelCard.SCORE + "valid.mrr", String.valueOf(score)));
    Weights weights = bare(plan.task(), members.getFirst().weights());
    return new TrainedModel(plan.task().trained(), List.of(weights), card);
  }

  /** The weights of the encoder, which come before those of its head. */
  static Weights bare(EmbedPlan plan, Weights weights) {
    int count = Weights.zeros(plan.trained()).tensors().size();
    return new Weights(weights.tensors().subList(0, count));
  }
}
