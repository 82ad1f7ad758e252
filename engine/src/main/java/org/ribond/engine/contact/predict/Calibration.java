package org.ribond.engine.contact.predict;

import java.util.Map;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;

/**
 * Makes probabilities of the mean of an ensemble, which is trained on far more contacts than maps
 * have: {@code p' = 1 / (1 + exp(-(slope * logit(p) + intercept + residues * ln L + bases * ln
 * M)))} with {@code logit(p) = ln(p / (1 - p))} and the lengths L of the protein and M of the RNA
 * (Platt, 1999; with intercept 0, temperature scaling). The longer the chains, the rarer are
 * contacts among their pairs, and windows do not see that. It keeps the order of scores within a
 * map.
 *
 * @param slope factor of the logit, more than 0
 * @param intercept shift of the logit
 * @param residues coefficient of the logarithm of the number of residues
 * @param bases coefficient of the logarithm of the number of bases
 */
public record Calibration(double slope, double intercept, double residues, double bases) {
  /** Keys of a model's card, of the coefficients of the lengths. */
  private static final String RESIDUES = "calibration.residues";

  private static final String BASES = "calibration.bases";

  /**
   * Checks all numbers.
   *
   * @throws IllegalArgumentException if they are not finite or the slope is not positive
   */
  public Calibration {
    if (!(slope > 0 && Double.isFinite(slope + intercept + residues + bases))) {
      throw new IllegalArgumentException(
          "calibration with slope "
              + slope
              + ", intercept "
              + intercept
              + ", by lengths "
              + residues
              + " and "
              + bases);
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
    // Models from before lengths counted have none.
    String residues = card.getOrDefault(RESIDUES, "0");
    String bases = card.getOrDefault(BASES, "0");
    try {
      return Optional.of(
          new Calibration(
              Double.parseDouble(String.valueOf(slope)),
              Double.parseDouble(String.valueOf(intercept)),
              Double.parseDouble(residues),
              Double.parseDouble(bases)));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "the model's calibration is not usable: slope "
              + slope
              + ", intercept "
              + intercept
              + ", by lengths "
              + residues
              + " and "
              + bases,
          e);
    }
  }

  /** Writes it on a card. */
  public void put(Map<String, String> card) {
    card.put(ModelCard.CALIBRATION_SLOPE, String.valueOf(slope));
    card.put(ModelCard.CALIBRATION_INTERCEPT, String.valueOf(intercept));
    if (residues != 0 || bases != 0) {
      card.put(RESIDUES, String.valueOf(residues));
      card.put(BASES, String.valueOf(bases));
    }
  }

  /** What is added to the logit of each cell of a map of so many residues and bases. */
  public double shift(int mapResidues, int mapBases) {
    return intercept + residues * Math.log(mapResidues) + bases * Math.log(mapBases);
  }

  /**
   * The calibrated probability of {@code p}, in [0, 1].
   *
   * @param shift of the cell's map
   */
  public double apply(double p, double shift) {
    return 1 / (1 + Math.exp(-(slope * Math.log(p / (1 - p)) + shift)));
  }
}
