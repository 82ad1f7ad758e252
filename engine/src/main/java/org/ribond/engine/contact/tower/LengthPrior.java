package org.ribond.engine.contact.tower;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ribond.engine.file.DataException;

/**
 * How rare something is in a map, by the lengths of its chains alone: {@code level + residues * ln
 * L + bases * ln M} for L residues and M bases.
 *
 * @param level what is left for chains of one letter
 * @param residues change for each factor of e in residues
 * @param bases the same for bases
 */
public record LengthPrior(double level, double residues, double bases) {
  private static final String KEY = "prior.";
  private static final int TERMS = 3;

  /**
   * Pull of the slopes to 0, beside one map: as many maps as data sets have do not feel it, and of
   * chains that are all of one length it leaves something to solve.
   */
  private static final double RIDGE = 1e-3;

  /** A map that is learned from. */
  public record Point(int residues, int bases, double value, double weight) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public LengthPrior {
    if (!Double.isFinite(level + residues + bases)) {
      throw new IllegalArgumentException(
          "prior of lengths with " + level + ", " + residues + " and " + bases);
    }
  }

  /**
   * The prior that is nearest to the values of {@code points} in weighted squares, with slopes held
   * to 0 by a hair.
   *
   * @param points at least one
   */
  public static LengthPrior of(List<Point> points) {
    double weights = points.stream().mapToDouble(Point::weight).sum();
    double[] mean = new double[TERMS];
    for (Point point : points) {
      double[] terms = terms(point);
      for (int i = 0; i < TERMS; i++) {
        mean[i] += point.weight * terms[i] / weights;
      }
    }
    double xx = RIDGE;
    double yy = RIDGE;
    double xy = 0;
    double xv = 0;
    double yv = 0;
    for (Point point : points) {
      double[] terms = terms(point);
      double x = terms[0] - mean[0];
      double y = terms[1] - mean[1];
      double v = terms[2] - mean[2];
      xx += point.weight * x * x;
      yy += point.weight * y * y;
      xy += point.weight * x * y;
      xv += point.weight * x * v;
      yv += point.weight * y * v;
    }
    double determinant = xx * yy - xy * xy;
    double residues = (xv * yy - yv * xy) / determinant;
    double bases = (yv * xx - xv * xy) / determinant;
    return new LengthPrior(mean[2] - residues * mean[0] - bases * mean[1], residues, bases);
  }

  private static double[] terms(Point point) {
    return new double[] {Math.log(point.residues), Math.log(point.bases), point.value};
  }

  /** Its value for chains of so many residues and bases. */
  public double of(int mapResidues, int mapBases) {
    return level + residues * Math.log(mapResidues) + bases * Math.log(mapBases);
  }

  /** Writes it on a model's card under {@code name}. */
  public void put(String name, Map<String, String> card) {
    card.put(KEY + name, level + " " + residues + " " + bases);
  }

  /**
   * What stands on a card under {@code name}.
   *
   * @throws DataException if that is nothing of use
   */
  public static LengthPrior of(String name, Map<String, String> card) {
    String text = Optional.ofNullable(card.get(KEY + name)).orElse("");
    try {
      String[] numbers = text.split(" ", -1);
      if (numbers.length == TERMS) {
        return new LengthPrior(
            Double.parseDouble(numbers[0]),
            Double.parseDouble(numbers[1]),
            Double.parseDouble(numbers[2]));
      }
    } catch (IllegalArgumentException e) {
      throw unusable(name, text, e);
    }
    throw unusable(name, text, null);
  }

  private static DataException unusable(String name, String text, Exception cause) {
    return new DataException("the model's " + KEY + name + " is not usable: '" + text + "'", cause);
  }
}
