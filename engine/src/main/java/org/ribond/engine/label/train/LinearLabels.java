package org.ribond.engine.label.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.linear.LinearModel;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.linear.LinearTraining;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;

/** Trains linear models whose files and cards are those of networks. */
public final class LinearLabels {
  private LinearLabels() {}

  /**
   * A trained linear model, with its card.
   *
   * @param valid sequences that choose view and penalty, and give the model its scores
   * @param facts what the card is to say besides what is known here
   * @throws IllegalArgumentException if the sets or the options do not fit one another
   */
  public static TrainedModel train(
      LabelData training,
      Optional<LabelData> valid,
      LinearOptions options,
      SequencedMap<String, String> facts) {
    LinearTraining.Outcome outcome = LinearTraining.train(training, valid, options);
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.SEED, String.valueOf(options.seed()));
    card.putAll(LabelFacts.of(training, Strands.FORWARD).entries());
    card.put(ModelScores.SEQUENCES, String.valueOf(training.size()));
    outcome.model().calibration().ifPresent(fit -> card.putAll(LabelModel.entries(fit)));
    valid.ifPresent(judged -> scores(card, outcome.model(), judged));
    return LabelModel.trained(outcome.model(), card);
  }

  /** The scores of the model as its file will have it, in single precision. */
  private static void scores(Map<String, String> card, LinearModel model, LabelData valid) {
    LinearModel stored = LabelModel.of(LabelModel.trained(model, card)).linear().orElseThrow();
    ModelScores.put(card, valid, stored.predict(valid));
  }
}
