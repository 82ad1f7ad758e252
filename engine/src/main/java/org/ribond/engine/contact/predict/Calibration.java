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

  private static final String SLOPE_OF_LEVEL = "calibration.%s.slope";
  private static final String INTERCEPT_OF_LEVEL = "calibration.%s.intercept";

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
    // Models from before lengths counted have none.
    return of(
        card.get(ModelCard.CALIBRATION_SLOPE),
        card.get(ModelCard.CALIBRATION_INTERCEPT),
        card.getOrDefault(RESIDUES, "0"),
        card.getOrDefault(BASES, "0"));
  }

  /**
   * That of residues or bases by themselves, if the card has it.
   *
   * @param level {@code residue} or {@code base}
   * @throws DataException if it has one that is not usable
   */
  public static Optional<Calibration> of(String level, Map<String, String> card) {
    return of(
        card.get(SLOPE_OF_LEVEL.formatted(level)),
        card.get(INTERCEPT_OF_LEVEL.formatted(level)),
        "0",
        "0");
  }

  private static Optional<Calibration> of(
      String slope, String intercept, String residues, String bases) {
    if (slope == null && intercept == null) {
      return Optional.empty();
    }
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

  /** Writes slope and intercept on a card, as those of {@code residue} or {@code base}. */
  public void put(String level, Map<String, String> card) {
    card.put(SLOPE_OF_LEVEL.formatted(level), String.valueOf(slope));
    card.put(INTERCEPT_OF_LEVEL.formatted(level), String.valueOf(intercept));
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
    return ofLogit(Math.log(p / (1 - p)), shift);
  }

  /** The same of {@code ln(p / (1 - p))}. */
  public double ofLogit(double logit, double shift) {
    return 1 / (1 + Math.exp(-(slope * logit + shift)));
  }
}
