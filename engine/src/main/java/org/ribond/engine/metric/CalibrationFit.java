package org.ribond.engine.metric;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The line through log-odds that turns scores into probabilities: {@code logit(p') = slope *
 * logit(p) + intercept}. A network trained with a chosen number of negatives per contact says how
 * likely a contact is among those; the intercept brings it to the prevalence of all cells.
 *
 * @param slope factor of the logit, more than 0
 * @param intercept shift of the logit
 */
public record CalibrationFit(double slope, double intercept) {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST_STEP = 1e-10;
  private static final double GRADIENT_DONE = 1e-9;

  /** Share of the loss below which its sums cannot tell whether a step made it smaller. */
  private static final double ROUNDING = 1e-12;

  /**
   * The line of the highest likelihood on {@code tallies}, cells of tally {@code i} weighing {@code
   * weights[i]}, with Platt's targets (a little inside 0 and 1, so that separable scores give a
   * finite line). Newton's method with a line search: Lin, Lin and Weng, "A note on Platt's
   * probabilistic outputs", Machine Learning 68 (2007).
   *
   * @return empty if the scores of contacts are no higher than others, so that any line would turn
   *     their order round
   * @throws IllegalArgumentException if there is no contact or nothing else
   */
  public static Optional<CalibrationFit> of(List<ScoreTally> tallies, double[] weights) {
    Fit fit = new Fit(tallies, weights);
    double slope = 0;
    double intercept = Math.log((fit.contacts + 1) / (fit.others + 1));
    fit.at(slope, intercept);
    for (int step = 0; step < MOST_STEPS && !fit.isFlat(); step++) {
      double loss = fit.loss;
      double determinant = fit.curvature11 * fit.curvature22 - fit.curvature12 * fit.curvature12;
      double slopeStep =
          -(fit.curvature22 * fit.gradient1 - fit.curvature12 * fit.gradient2) / determinant;
      double interceptStep =
          -(fit.curvature11 * fit.gradient2 - fit.curvature12 * fit.gradient1) / determinant;
      double descent = fit.gradient1 * slopeStep + fit.gradient2 * interceptStep;
      double length = 1;
      if (-descent < ROUNDING * loss) {
        slope += slopeStep;
        intercept += interceptStep;
        break;
      }
      fit.at(slope + slopeStep, intercept + interceptStep);
      while (fit.loss > loss + 1e-4 * length * descent && length > SMALLEST_STEP) {
        length /= 2;
        fit.at(slope + length * slopeStep, intercept + length * interceptStep);
      }
      if (length <= SMALLEST_STEP) {
        break;
      }
      slope += length * slopeStep;
      intercept += length * interceptStep;
    }
    return slope > 0 ? Optional.of(new CalibrationFit(slope, intercept)) : Optional.empty();
  }

  /** Log-odds; 0 and 1 are taken for the least float above and the largest below. */
  private static double logit(double score) {
    double inside = Math.clamp(score, Float.MIN_NORMAL, 1 - 0x1p-24);
    return Math.log(inside) - Math.log1p(-inside);
  }

  private static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }

  /** Loss, gradient and curvature, each divided by the weight of all cells. */
  private static final class Fit {
    private final List<ScoreTally> tallies;
    private final double[] weights;
    private double contacts;
    private double others;
    private double loss;
    private double gradient1;
    private double gradient2;
    private double curvature11;
    private double curvature12;
    private double curvature22;

    Fit(List<ScoreTally> tallies, double[] weights) {
      this.tallies = tallies;
      this.weights = weights;
      for (int i = 0; i < weights.length; i++) {
        contacts += weights[i] * tallies.get(i).contacts();
        others += weights[i] * (tallies.get(i).cells() - tallies.get(i).contacts());
      }
      if (!(contacts > 0 && others > 0)) {
        throw new IllegalArgumentException(
            "a calibration needs contacts and other cells; there are "
                + contacts
                + " and "
                + others);
      }
    }

    boolean isFlat() {
      return Math.abs(gradient1) < GRADIENT_DONE * contacts / (contacts + others)
          && Math.abs(gradient2) < GRADIENT_DONE * contacts / (contacts + others);
    }

    void at(double slope, double intercept) {
      loss = 0;
      gradient1 = 0;
      gradient2 = 0;
      curvature11 = 0;
      curvature12 = 0;
      curvature22 = 0;
      // Each map by itself, on any thread; then in their order, so that the bits are always the
      // same.
      IntStream.range(0, weights.length)
          .parallel()
          .mapToObj(i -> sums(tallies.get(i), weights[i] / (contacts + others), slope, intercept))
          .toList()
          .forEach(this::add);
    }

    private Sums sums(ScoreTally tally, double weight, double slope, double intercept) {
      Sums sums = new Sums(slope, intercept);
      sums.add(tally.contactScores(), (contacts + 1) / (contacts + 2), weight);
      sums.add(tally.otherScores(), 1 / (others + 2), weight);
      return sums;
    }

    private void add(Sums sums) {
      loss += sums.loss;
      gradient1 += sums.gradient1;
      gradient2 += sums.gradient2;
      curvature11 += sums.curvature11;
      curvature12 += sums.curvature12;
      curvature22 += sums.curvature22;
    }
  }

  /** What the cells of one map add to loss, gradient and curvature. */
  private static final class Sums {
    private final double slope;
    private final double intercept;
    private double loss;
    private double gradient1;
    private double gradient2;
    private double curvature11;
    private double curvature12;
    private double curvature22;

    Sums(double slope, double intercept) {
      this.slope = slope;
      this.intercept = intercept;
    }

    void add(PackedScores scores, double target, double weight) {
      scores.forEachRun(
          (bits, count) -> {
            // Sorted: equal scores are neighbours, and short windows give many.
            int end;
            for (int i = 0; i < count; i = end) {
              end = i + 1;
              while (end < count && bits[end] == bits[i]) {
                end++;
              }
              add(Float.intBitsToFloat(bits[i]), target, weight * (end - i));
            }
          });
    }

    private void add(float score, double target, double weight) {
      double x = logit(score);
      double z = slope * x + intercept;
      double p = sigmoid(z);
      double residual = weight * (p - target);
      double spread = weight * p * (1 - p);
      // -log likelihood, written so that no exponential overflows.
      loss += weight * (Math.max(z, 0) - target * z + Math.log1p(Math.exp(-Math.abs(z))));
      gradient1 += residual * x;
      gradient2 += residual;
      curvature11 += spread * x * x;
      curvature12 += spread * x;
      curvature22 += spread;
    }
  }
}
