package org.ribond.engine.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The line through log-odds that turns scores into probabilities: {@code logit(p') = slope *
 * logit(p) + intercept + sum of coefficient times covariate}. A network trained with a chosen
 * number of negatives per contact says how likely a contact is among those; the rest brings it to
 * the prevalence of all cells, which covariates of a map, such as the logarithms of its lengths,
 * tell better than one number for all maps.
 *
 * @param slope factor of the logit, more than 0
 * @param intercept shift of the logit
 * @param coefficients of the covariates, in their order
 */
public record CalibrationFit(double slope, double intercept, List<Double> coefficients) {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST_STEP = 1e-10;
  private static final double GRADIENT_DONE = 1e-9;

  /** Share of the loss below which its sums cannot tell whether a step made it smaller. */
  private static final double ROUNDING = 1e-12;

  /** What is added to the curvature, so that covariates that say the same are no harm. */
  private static final double RIDGE = 1e-9;

  /** Where slope and intercept stand among the parameters; the covariates follow. */
  private static final int SLOPE = 0;

  private static final int INTERCEPT = 1;
  private static final int COVARIATES = 2;

  /** The line without covariates. */
  public static Optional<CalibrationFit> of(List<ScoreTally> tallies, double[] weights) {
    return of(tallies, weights, new double[tallies.size()][0]);
  }

  /**
   * The line of the highest likelihood on {@code tallies}, cells of tally {@code i} weighing {@code
   * weights[i]}, with Platt's targets (a little inside 0 and 1, so that separable scores give a
   * finite line). Newton's method with a line search: Lin, Lin and Weng, "A note on Platt's
   * probabilistic outputs", Machine Learning 68 (2007).
   *
   * @param covariates of the cells of each tally, as many of each
   * @return empty if the scores of contacts are no higher than others, so that any line would turn
   *     their order round
   * @throws IllegalArgumentException if there is no contact or nothing else
   */
  public static Optional<CalibrationFit> of(
      List<ScoreTally> tallies, double[] weights, double[][] covariates) {
    Fit fit = new Fit(tallies, weights, covariates);
    double[] line = new double[fit.size];
    line[INTERCEPT] = Math.log((fit.contacts + 1) / (fit.others + 1));
    fit.at(line);
    for (int step = 0; step < MOST_STEPS && !fit.isFlat(); step++) {
      double loss = fit.loss;
      double[] change = fit.step();
      double descent = 0;
      for (int i = 0; i < change.length; i++) {
        descent += fit.gradient[i] * change[i];
      }
      if (-descent < ROUNDING * loss) {
        line = moved(line, change, 1);
        break;
      }
      double length = 1;
      fit.at(moved(line, change, length));
      while (fit.loss > loss + 1e-4 * length * descent && length > SMALLEST_STEP) {
        length /= 2;
        fit.at(moved(line, change, length));
      }
      if (length <= SMALLEST_STEP) {
        break;
      }
      line = moved(line, change, length);
    }
    return line[SLOPE] > 0
        ? Optional.of(
            new CalibrationFit(
                line[SLOPE],
                line[INTERCEPT],
                Arrays.stream(line).skip(COVARIATES).boxed().toList()))
        : Optional.empty();
  }

  private static double[] moved(double[] line, double[] change, double length) {
    double[] moved = line.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += length * change[i];
    }
    return moved;
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
    private final double[][] covariates;
    private final int size;
    private final double[] gradient;
    private final double[] curvature;
    private double contacts;
    private double others;
    private double loss;

    Fit(List<ScoreTally> tallies, double[] weights, double[][] covariates) {
      this.tallies = tallies;
      this.weights = weights;
      this.covariates = covariates;
      size = COVARIATES + (covariates.length == 0 ? 0 : covariates[0].length);
      gradient = new double[size];
      curvature = new double[size * size];
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
      double flat = GRADIENT_DONE * contacts / (contacts + others);
      return Arrays.stream(gradient).allMatch(slope -> Math.abs(slope) < flat);
    }

    /** Newton's step from here. */
    double[] step() {
      double[] step = Arrays.stream(gradient).map(slope -> -slope).toArray();
      double[] raised = curvature.clone();
      for (int i = 0; i < size; i++) {
        raised[i * size + i] += RIDGE * (raised[i * size + i] + RIDGE);
      }
      Cholesky.of(size, raised).solve(step);
      return step;
    }

    void at(double[] line) {
      loss = 0;
      Arrays.fill(gradient, 0);
      Arrays.fill(curvature, 0);
      // Each map by itself, on any thread; then in their order, so that the bits are always the
      // same.
      List<Sums> sums =
          IntStream.range(0, weights.length).parallel().mapToObj(i -> sums(i, line)).toList();
      for (int i = 0; i < weights.length; i++) {
        add(sums.get(i), covariates[i]);
      }
    }

    private Sums sums(int map, double[] line) {
      double shift = line[INTERCEPT];
      for (int i = COVARIATES; i < size; i++) {
        shift += line[i] * covariates[map][i - COVARIATES];
      }
      double weight = weights[map] / (contacts + others);
      Sums sums = new Sums(line[SLOPE], shift);
      sums.add(tallies.get(map).contactScores(), (contacts + 1) / (contacts + 2), weight);
      sums.add(tallies.get(map).otherScores(), 1 / (others + 2), weight);
      return sums;
    }

    private void add(Sums sums, double[] ofMap) {
      loss += sums.loss;
      for (int i = 0; i < size; i++) {
        double a = i < COVARIATES ? 1 : ofMap[i - COVARIATES];
        gradient[i] += a * (i == SLOPE ? sums.gradient1 : sums.gradient2);
        for (int j = 0; j <= i; j++) {
          double b = j < COVARIATES ? 1 : ofMap[j - COVARIATES];
          double second =
              i == SLOPE ? sums.curvature11 : j == SLOPE ? sums.curvature12 : sums.curvature22;
          curvature[i * size + j] += a * b * second;
        }
      }
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
