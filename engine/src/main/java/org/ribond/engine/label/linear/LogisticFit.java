package org.ribond.engine.label.linear;

import java.util.Arrays;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.linear.LinearWeights;
import org.ribond.engine.linear.LogisticRegression;
import org.ribond.engine.metric.ClassCalibration;

/** Logistic regression with the penalty that validation likes best. */
final class LogisticFit {
  /** Strongest first: each starts from the one before. */
  private static final double[] PENALTIES = {3000, 1000, 300, 100, 30, 10, 3};

  private final LinearFeatures features;
  private final LabelData judged;
  private double penalty;
  private double error = Double.POSITIVE_INFINITY;

  LogisticFit(LinearFeatures features, LabelData judged) {
    this.features = features;
    this.judged = judged;
  }

  /** The weights fitted to {@code data}; weaker penalties are not tried once the error grows. */
  LinearWeights run(LabelData data) {
    LogisticRegression regression =
        new LogisticRegression(
            new FeatureRows(data, features), data.classes().labels(), data.targets().outputs());
    LinearWeights best = regression.solve(PENALTIES[0]);
    penalty = PENALTIES[0];
    error = crossEntropy(best);
    for (int i = 1; i < PENALTIES.length; i++) {
      LinearWeights weights = regression.solve(PENALTIES[i]);
      double found = crossEntropy(weights);
      if (found >= error) {
        break;
      }
      best = weights;
      penalty = PENALTIES[i];
      error = found;
    }
    return best;
  }

  /** The penalty that was chosen. */
  double penalty() {
    return penalty;
  }

  /** Mean cross-entropy on the validation set with it. */
  double error() {
    return error;
  }

  private double crossEntropy(LinearWeights weights) {
    double[] scores = weights.apply(new FeatureRows(judged, features));
    int classes = weights.outputs();
    ClassCalibration softmax = ClassCalibration.none(classes);
    double sum = 0;
    for (int i = 0; i < judged.size(); i++) {
      double[] p =
          softmax.probabilities(Arrays.copyOfRange(scores, i * classes, (i + 1) * classes));
      sum -= Math.log(Math.max(p[judged.classes().labels()[i]], Double.MIN_NORMAL));
    }
    return sum / judged.size();
  }
}
