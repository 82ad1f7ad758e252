package org.ribond.cli;

import java.util.Optional;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.predict.Calibration;

/**
 * What is true of all predictions of a run.
 *
 * @param modelName as the user named it
 * @param members networks of the model
 * @param isCalibrated whether scores are probabilities
 * @param prevalence share of contacts among the pairs for which scores are calibrated, if known
 * @param firstIndex number of the first residue and base: 1 or 0
 * @param selection which pairs are shown, in words
 */
record PredictionHeading(
    String modelName,
    int members,
    boolean isCalibrated,
    Optional<Double> prevalence,
    int firstIndex,
    String selection) {

  /** The heading of predictions of {@code model}; {@code vote} is null for the members' mean. */
  static PredictionHeading of(
      String modelName, TrainedModel model, Integer vote, boolean zeroBased, String selection) {
    boolean isCalibrated = vote == null && Calibration.of(model.card()).isPresent();
    return new PredictionHeading(
        modelName,
        model.members().size(),
        isCalibrated,
        isCalibrated ? prevalence(model) : Optional.empty(),
        zeroBased ? 0 : 1,
        selection);
  }

  private static Optional<Double> prevalence(TrainedModel model) {
    try {
      double prevalence = Double.parseDouble(model.card().getOrDefault(ModelCard.PREVALENCE, ""));
      return prevalence > 0 && prevalence < 1 ? Optional.of(prevalence) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
