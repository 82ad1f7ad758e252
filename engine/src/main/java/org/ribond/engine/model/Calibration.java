package org.ribond.engine.model;

import java.util.Map;
import java.util.Optional;
import org.ribond.engine.file.DataException;

/**
 * Makes probabilities of the mean of an ensemble, which is trained on far more contacts than maps
 * have: {@code p' = 1 / (1 + exp(-(slope * logit(p) + intercept)))} with {@code logit(p) = ln(p /
 * (1 - p))} (Platt, 1999; with intercept 0, temperature scaling). It keeps the order of scores.
 *
 * @param slope factor of the logit, more than 0
 * @param intercept shift of the logit
 */
public record Calibration(double slope, double intercept) {
  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if they are not finite or the slope is not positive
   */
  public Calibration {
    if (!(slope > 0 && Double.isFinite(slope) && Double.isFinite(intercept))) {
      throw new IllegalArgumentException(
          "calibration with slope " + slope + " and intercept " + intercept);
    }
  }

  /**
   * The calibration on a model's card, if it has one.
   *
   * @throws DataException if it has one that is not usable
   */
  public static Optional<Calibration> of(Map<String, String> card) {
    String slope = card.get(ModelCard.CALIBRATION_SLOPE);
    String intercept = card.get(ModelCard.CALIBRATION_INTERCEPT);
    if (slope == null && intercept == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Calibration(
              Double.parseDouble(String.valueOf(slope)),
              Double.parseDouble(String.valueOf(intercept))));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "the model's calibration is not usable: slope " + slope + ", intercept " + intercept, e);
    }
  }

  /** The calibrated probability of {@code p}, in [0, 1]. */
  public double apply(double p) {
    return 1 / (1 + Math.exp(-(slope * Math.log(p / (1 - p)) + intercept)));
  }
}
