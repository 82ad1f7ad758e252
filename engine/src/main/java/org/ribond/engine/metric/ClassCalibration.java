package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Turns a model's scores of classes into probabilities: {@code softmax(slope * s + offsets)}. With
 * offsets of zero this is temperature scaling (Guo et al., ICML 2017), with two classes it is
 * Platt's line.
 *
 * @param slope factor of the scores, more than 0
 * @param offsets what is added for each class; the first is 0
 */
public record ClassCalibration(double slope, List<Double> offsets) {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST_STEP = 1e-8;
  private static final double DONE = 1e-10;

  /** Keeps a copy of the offsets. */
  public ClassCalibration {
    offsets = List.copyOf(offsets);
  }

  /** The softmax itself, of {@code classes} classes. */
  public static ClassCalibration none(int classes) {
    return new ClassCalibration(1, Collections.nCopies(classes, 0.0));
  }

  /**
   * The calibration of the highest likelihood, with Platt's targets (a little inside 0 and 1, so
   * that separable scores give a finite slope; Platt 1999), by Newton's method with a line search.
   *
   * @param classes number of classes, at least 2
   * @param scores samples x classes, row-major
   * @param labels class of each sample
   * @return empty if higher scores do not go with the class
   * @throws IllegalArgumentException if the sizes do not fit or there is no sample
   */
  public static Optional<ClassCalibration> fit(int classes, double[] scores, int[] labels) {
    check(classes, scores, labels);
    Fit fit = new Fit(classes, scores, labels);
    // Place 0 is the slope, place c the offset of class c.
    double[] at = new double[classes];
    double loss = fit.derivatives(at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] direction = fit.newtonStep();
      double descent = 0;
      for (int i = 0; i < classes; i++) {
        descent += direction[i] * fit.gradient[i];
      }
      if (-descent < DONE) {
        break;
      }
      double length = 1;
      double next = fit.loss(moved(at, direction, length));
      while (!(next <= loss + 1e-4 * length * descent) && length > SMALLEST_STEP) {
        length /= 2;
        next = fit.loss(moved(at, direction, length));
      }
      if (length <= SMALLEST_STEP) {
        break;
      }
      at = moved(at, direction, length);
      loss = fit.derivatives(at);
    }
    if (!(at[0] > 0)) {
      return Optional.empty();
    }
    List<Double> offsets = new ArrayList<>(List.of(0.0));
    for (int label = 1; label < classes; label++) {
      offsets.add(at[label]);
    }
    return Optional.of(new ClassCalibration(at[0], offsets));
  }

  private static void check(int classes, double[] scores, int[] labels) {
    if (classes < 2 || labels.length == 0 || scores.length != labels.length * classes) {
      throw new IllegalArgumentException(
          scores.length + " scores for " + labels.length + " samples of " + classes + " classes");
    }
  }

  /**
   * The same with offsets of 0, which leaves the likeliest class what it is: the temperature of Guo
   * et al. One more sample that is of every class alike keeps the slope of separable scores finite;
   * Platt's targets, which are further inside, would make a model that is rightly sure less so.
   *
   * @return empty if higher scores do not go with the class
   * @throws IllegalArgumentException if the sizes do not fit or there is no sample
   */
  public static Optional<ClassCalibration> temperature(int classes, double[] scores, int[] labels) {
    check(classes, scores, labels);
    Fit fit = new Fit(classes, scores, labels);
    fit.spread(1.0 / (labels.length + 1));
    double[] at = new double[classes];
    double loss = fit.derivatives(at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double move = -fit.gradient[0] / (fit.curvature[0] + Double.MIN_NORMAL);
      if (-move * fit.gradient[0] < DONE) {
        break;
      }
      double[] direction = new double[classes];
      direction[0] = move;
      double length = 1;
      while (length > SMALLEST_STEP && !(fit.loss(moved(at, direction, length)) <= loss)) {
        length /= 2;
      }
      if (length <= SMALLEST_STEP) {
        break;
      }
      at = moved(at, direction, length);
      loss = fit.derivatives(at);
    }
    return at[0] > 0
        ? Optional.of(new ClassCalibration(at[0], Collections.nCopies(classes, 0.0)))
        : Optional.empty();
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += length * direction[i];
    }
    return to;
  }

  /** The probabilities for the scores of one sample, in a new array. */
  public double[] probabilities(double[] scores) {
    double[] result = new double[scores.length];
    for (int label = 0; label < result.length; label++) {
      result[label] = slope * scores[label] + offsets.get(label);
    }
    softmax(result);
    return result;
  }

  /** Replaces logits by probabilities; returns the logarithm of their exponentials' sum. */
  private static double softmax(double[] z) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = Math.exp(z[i] - greatest);
      sum += z[i];
    }
    for (int i = 0; i < z.length; i++) {
      z[i] /= sum;
    }
    return greatest + Math.log(sum);
  }

  /** Mean loss and its derivatives. */
  private static final class Fit {
    private final int classes;
    private final double[] scores;
    private final int[] labels;

    /** For each class, the targets of its samples: of itself, and of each other class. */
    private final double[] own;

    private final double[] other;
    private final double[] gradient;
    private final double[] curvature;

    Fit(int classes, double[] scores, int[] labels) {
      this.classes = classes;
      this.scores = scores;
      this.labels = labels;
      gradient = new double[classes];
      curvature = new double[classes * classes];
      own = new double[classes];
      other = new double[classes];
      for (int label : labels) {
        own[label]++;
      }
      for (int label = 0; label < classes; label++) {
        other[label] = 1 / (own[label] + classes);
        own[label] = (own[label] + 1) * other[label];
      }
    }

    /** Gives all classes an equal part of this share of every target, instead of Platt's. */
    void spread(double share) {
      Arrays.fill(own, 1 - share + share / classes);
      Arrays.fill(other, share / classes);
    }

    /** Writes the logits of a sample, and returns their sum weighed by the targets. */
    private double logits(double[] at, int row, double[] z) {
      double sum = 0;
      for (int label = 0; label < classes; label++) {
        z[label] = at[0] * scores[row * classes + label] + (label == 0 ? 0 : at[label]);
        sum += target(row, label) * z[label];
      }
      return sum;
    }

    private double target(int row, int label) {
      return labels[row] == label ? own[label] : other[labels[row]];
    }

    double loss(double[] at) {
      double loss = 0;
      double[] z = new double[classes];
      for (int row = 0; row < labels.length; row++) {
        double wanted = logits(at, row, z);
        loss += softmax(z) - wanted;
      }
      return loss / labels.length;
    }

    /** Computes gradient and curvature; returns the loss. */
    double derivatives(double[] at) {
      Arrays.fill(gradient, 0);
      Arrays.fill(curvature, 0);
      double loss = 0;
      double[] p = new double[classes];
      double weight = 1.0 / labels.length;
      for (int row = 0; row < labels.length; row++) {
        double wanted = logits(at, row, p);
        loss += softmax(p) - wanted;
        double mean = 0;
        for (int label = 0; label < classes; label++) {
          mean += p[label] * scores[row * classes + label];
        }
        for (int label = 0; label < classes; label++) {
          double score = scores[row * classes + label];
          double residual = weight * (p[label] - target(row, label));
          gradient[0] += residual * score;
          curvature[0] += weight * p[label] * (score - mean) * (score - mean);
          if (label > 0) {
            gradient[label] += residual;
            curvature[label * classes] += weight * p[label] * (score - mean);
            for (int second = 1; second <= label; second++) {
              curvature[label * classes + second] +=
                  weight * p[label] * ((second == label ? 1 : 0) - p[second]);
            }
          }
        }
      }
      return loss / labels.length;
    }

    /** The step to the minimum of the parabola; a little damped, for scores that are all equal. */
    double[] newtonStep() {
      double[] matrix = curvature.clone();
      double trace = 0;
      for (int i = 0; i < classes; i++) {
        trace += matrix[i * classes + i];
      }
      for (int i = 0; i < classes; i++) {
        matrix[i * classes + i] += 1e-9 * trace + Double.MIN_NORMAL;
      }
      double[] step = new double[classes];
      for (int i = 0; i < classes; i++) {
        step[i] = -gradient[i];
      }
      Cholesky.of(classes, matrix).solve(step);
      return step;
    }
  }
}
