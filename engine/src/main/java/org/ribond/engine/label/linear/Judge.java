package org.ribond.engine.label.linear;

import java.util.Arrays;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.metric.ScoreTally;

/** Compares outputs of models by how they do on a validation set. */
final class Judge {
  private final Targets targets;

  Judge(LabelData data) {
    targets = data.targets();
  }

  /**
   * Targets as regression takes them, samples x outputs: 1 for the class of a sample and -1 for the
   * others, or the numbers, NaN where one is missing.
   */
  static double[] wanted(Targets targets) {
    int outputs = targets.outputs();
    double[] wanted = new double[targets.size() * outputs];
    switch (targets) {
      case Targets.Classes classes -> {
        Arrays.fill(wanted, -1);
        for (int i = 0; i < targets.size(); i++) {
          wanted[i * outputs + classes.labels()[i]] = 1;
        }
      }
      case Targets.Numbers numbers -> Arrays.setAll(wanted, i -> numbers.values()[i]);
    }
    return wanted;
  }

  /**
   * The error of scores, samples x outputs, the less the better: 1 minus the mean ROC AUC of the
   * classes; the mean over columns of the squared error in units of the variance. Where neither is
   * defined, such as for one class, the mean squared error.
   */
  double error(double[] scores) {
    int outputs = targets.outputs();
    double sum = 0;
    int defined = 0;
    for (int output = 0; output < outputs; output++) {
      double error =
          switch (targets) {
            case Targets.Classes classes -> 1 - rocAuc(classes, scores, output);
            case Targets.Numbers numbers -> squaredError(scores, output, true);
          };
      if (Double.isFinite(error)) {
        sum += error;
        defined++;
      }
    }
    return defined > 0 ? sum / defined : squaredError(scores);
  }

  private static double rocAuc(Targets.Classes classes, double[] scores, int label) {
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < classes.size(); i++) {
      // Any rising function of the score has the same area.
      double inside = 1 / (1 + Math.exp(-scores[i * classes.outputs() + label]));
      tally.add((float) inside, classes.labels()[i] == label);
    }
    return tally.ranking().rocAuc();
  }

  private double squaredError(double[] scores) {
    double sum = 0;
    int defined = 0;
    for (int output = 0; output < targets.outputs(); output++) {
      double error = squaredError(scores, output, false);
      if (Double.isFinite(error)) {
        sum += error;
        defined++;
      }
    }
    return sum / defined;
  }

  /** Mean squared error of one output, per variance of what is wanted if so asked. */
  private double squaredError(double[] scores, int output, boolean perVariance) {
    double[] wanted = wanted(targets);
    double count = 0;
    double sum = 0;
    double mean = 0;
    double squares = 0;
    for (int i = output; i < scores.length; i += targets.outputs()) {
      double value = wanted[i];
      if (!Double.isNaN(value)) {
        count++;
        sum += (scores[i] - value) * (scores[i] - value);
        // Welford's running mean and sum of squares.
        double deviation = value - mean;
        mean += deviation / count;
        squares += deviation * (value - mean);
      }
    }
    return sum / (perVariance ? squares : count);
  }
}
