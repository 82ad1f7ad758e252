package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.linear.LinearWeights;
import org.ribond.engine.linear.LogisticRegression;
import org.ribond.engine.metric.ClassCalibration;

/**
 * Multinomial logistic regression: least cross-entropy plus half a penalty times the squared
 * weights of standardised columns. The penalty is {@code s} for each row to train on, with {@code
 * s} from 10 down to 0.0001 in half powers of ten; weaker ones are not tried once two in a row do
 * worse than the best.
 */
final class LogisticFit implements LinearFit {
  private static final double[] PENALTIES =
      IntStream.rangeClosed(-2, 8).mapToDouble(i -> Math.pow(10, -i / 2.0)).toArray();

  private static final double LEAST_PROBABILITY = 1e-15;
  private static final int PATIENCE = 2;

  private final int[] labels;
  private final int classes;

  LogisticFit(Targets.Classes targets) {
    labels = targets.labels();
    classes = targets.names().size();
  }

  @Override
  public float[] predict(FeatureTable table, int[] groups, int[] train, int[] test, int seed) {
    StandardRows rows = StandardRows.training(table, train);
    double penalty = PENALTIES[choose(rows, groups, train, seed)] * train.length;
    double[] said = probabilities(regression(rows, train).solve(penalty), rows.of(test));
    float[] predicted = new float[said.length];
    for (int i = 0; i < said.length; i++) {
      // Rounding may go above 1.
      predicted[i] = (float) Math.min(1, said[i]);
    }
    return predicted;
  }

  private LogisticRegression regression(StandardRows rows, int[] train) {
    return new LogisticRegression(rows, of(train), classes);
  }

  /** Place of the penalty with the least cross-entropy on rows left out. */
  private int choose(StandardRows rows, int[] groups, int[] train, int seed) {
    InnerFolds folds = InnerFolds.of(groups, train, seed);
    List<LogisticRegression> regressions = new ArrayList<>();
    for (int fold = 0; fold < folds.count(); fold++) {
      int[] kept = folds.kept(fold);
      regressions.add(regression(rows.of(kept), kept));
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < PENALTIES.length && i - best <= PATIENCE; i++) {
      double error = 0;
      for (int fold = 0; fold < folds.count(); fold++) {
        int[] left = folds.left(fold);
        LinearWeights weights =
            regressions.get(fold).solve(PENALTIES[i] * (train.length - left.length));
        error += crossEntropy(weights, rows.of(left), left);
      }
      if (error < least) {
        best = i;
        least = error;
      }
    }
    return best;
  }

  private double crossEntropy(LinearWeights weights, StandardRows judged, int[] left) {
    double[] said = probabilities(weights, judged);
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum -= Math.log(Math.max(LEAST_PROBABILITY, said[i * classes + labels[left[i]]]));
    }
    return sum;
  }

  private double[] probabilities(LinearWeights weights, StandardRows rows) {
    double[] scores = weights.apply(rows);
    ClassCalibration softmax = ClassCalibration.none(classes);
    double[] said = new double[scores.length];
    for (int i = 0; i < scores.length; i += classes) {
      double[] row = softmax.probabilities(Arrays.copyOfRange(scores, i, i + classes));
      System.arraycopy(row, 0, said, i, classes);
    }
    return said;
  }

  private int[] of(int[] rows) {
    return Arrays.stream(rows).map(row -> labels[row]).toArray();
  }
}
