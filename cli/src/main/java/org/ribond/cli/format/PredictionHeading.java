package org.ribond.cli.format;

import java.util.Map;
import java.util.Optional;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.model.ModelCard;

/**
 * What is true of all predictions of a run.
 *
 * @param version the program's
 * @param modelName as the user named it
 * @param isCalibrated whether scores are probabilities
 * @param prevalence share of contacts among the pairs for which scores are calibrated, if known
 * @param firstIndex number of the first residue and base: 1 or 0
 * @param selection which pairs are shown, in words
 */
public record PredictionHeading(
    String version,
    String modelName,
    boolean isCalibrated,
    Optional<Double> prevalence,
    int firstIndex,
    String selection) {

  /**
   * The heading of predictions to which {@code calibration} is applied.
   *
   * @param card of the model
   */
  public static PredictionHeading of(
      String version,
      String modelName,
      Map<String, String> card,
      Optional<Calibration> calibration,
      boolean zeroBased,
      String selection) {
    return new PredictionHeading(
        version,
        modelName,
        calibration.isPresent(),
        calibration.isPresent() ? prevalence(card) : Optional.empty(),
        zeroBased ? 0 : 1,
        selection);
  }

  private static Optional<Double> prevalence(Map<String, String> card) {
    try {
      double prevalence = Double.parseDouble(card.getOrDefault(ModelCard.PREVALENCE, ""));
      return prevalence > 0 && prevalence < 1 ? Optional.of(prevalence) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
