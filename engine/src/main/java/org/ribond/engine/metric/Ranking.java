package org.ribond.engine.metric;

import java.util.List;

/**
 * How well scores rank contacts above other cells, with nothing rounded or binned. Equal scores are
 * never put into an order of their own: they count as half before, half after one another in the
 * ROC curve, and enter the precision-recall curve together.
 *
 * @param points the curve at each different score of a contact, descending; no other threshold can
 *     better it
 * @param contacts weight of all contacts
 * @param others weight of all other cells
 * @param rocAuc area under the ROC curve: the probability that a contact outranks another cell
 *     (Mann and Whitney 1947); NaN without contacts or without other cells
 * @param averagePrecision area under the precision-recall curve as the mean, over all contacts, of
 *     the precision at the contact's score; NaN without contacts
 */
public record Ranking(
    List<Point> points, double contacts, double others, double rocAuc, double averagePrecision) {
  /**
   * What is found at a threshold.
   *
   * @param threshold least score that is called a contact
   * @param truePositives weight of the contacts found
   * @param falsePositives weight of the other cells called contacts
   */
  public record Point(float threshold, double truePositives, double falsePositives) {}

  /** Weight of contacts per weight of all cells: what the average precision of no skill is. */
  public double prevalence() {
    return contacts / (contacts + others);
  }

  /** Average precision divided by prevalence: 1 for no skill. */
  public double lift() {
    return averagePrecision / prevalence();
  }

  /**
   * The average precision of {@code contacts} among {@code cells} in random order, on average: the
   * prevalence where there are many, and well above it in small maps (Bestgen, "Exact expected
   * average precision of the random baseline for system evaluation", Prague Bulletin of
   * Mathematical Linguistics 103, 2015).
   */
  public static double chance(long contacts, long cells) {
    double harmonic = 0;
    for (long rank = cells; rank > 0; rank--) {
      harmonic += 1.0 / rank;
    }
    double others = cells > 1 ? (contacts - 1.0) / (cells - 1.0) * (cells - harmonic) : 0;
    return (harmonic + others) / cells;
  }

  /** F1 at {@code point}. */
  public double f1(Point point) {
    return 2 * point.truePositives() / (point.truePositives() + point.falsePositives() + contacts);
  }

  /**
   * The threshold of the highest F1, the largest one if there are several; NaN without contacts.
   */
  public float bestThreshold() {
    float best = Float.NaN;
    double highest = -1;
    for (Point point : points) {
      if (f1(point) > highest) {
        highest = f1(point);
        best = point.threshold();
      }
    }
    return best;
  }

  /** The highest F1 of all thresholds, NaN without contacts. */
  public double bestF1() {
    return points.stream().mapToDouble(this::f1).max().orElse(Double.NaN);
  }

  Ranking withoutPoints() {
    return new Ranking(List.of(), contacts, others, rocAuc, averagePrecision);
  }
}
