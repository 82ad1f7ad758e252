package org.ribond.cli;

import java.util.Optional;
import org.ribond.engine.model.Calibration;
import org.ribond.engine.model.ModelCard;

/**
 * What is true of all predictions of a run.
 *
 * @param modelName as the user named it
 * @param isCalibrated whether scores are probabilities
 * @param prevalence share of contacts among the pairs for which scores are calibrated, if known
 * @param firstIndex number of the first residue and base: 1 or 0
 * @param selection which pairs are shown, in words
 */
record PredictionHeading(
    String modelName,
    boolean isCalibrated,
    Optional<Double> prevalence,
    int firstIndex,
    String selection) {

  /** The heading of predictions of {@code model} to which {@code calibration} is applied. */
  static PredictionHeading of(
      String modelName,
      ModelChoice model,
      Optional<Calibration> calibration,
      boolean zeroBased,
      String selection) {
    return new PredictionHeading(
        modelName,
        calibration.isPresent(),
        calibration.isPresent() ? prevalence(model) : Optional.empty(),
        zeroBased ? 0 : 1,
        selection);
  }

  private static Optional<Double> prevalence(ModelChoice model) {
    try {
      double prevalence = Double.parseDouble(model.card().getOrDefault(ModelCard.PREVALENCE, ""));
      return prevalence > 0 && prevalence < 1 ? Optional.of(prevalence) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
