package org.ribond.engine.embed.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ribond.engine.linear.FeatureEquations;
import org.ribond.engine.linear.LinearWeights;
import org.ribond.engine.linear.RidgeEquations;

/**
 * Ridge regression: least squared errors plus a penalty times the squared weights of standardised
 * columns. The penalty is {@code s} for each row to train on, with {@code s} from 0.0001 to 100 in
 * half powers of ten; the equations are those of columns, or of rows if these are fewer.
 */
final class RidgeFit implements LinearFit {
  private static final double[] PENALTIES =
      IntStream.rangeClosed(-8, 4).mapToDouble(i -> Math.pow(10, i / 2.0)).toArray();

  private final float[] targets;

  RidgeFit(Targets.Numbers targets) {
    this.targets = targets.values();
  }

  @Override
  public float[] predict(FeatureTable table, int[] groups, int[] train, int[] test, int seed) {
    StandardRows rows = StandardRows.training(table, train);
    boolean byColumns = table.columns() <= train.length;
    RidgeEquations all =
        byColumns
            ? new FeatureEquations(rows, of(train), 1)
            : RidgeEquations.of(rows, of(train), 1);
    double penalty = PENALTIES[choose(rows, all, groups, train, seed)] * train.length;
    double[] said = all.solve(0, table.columns(), penalty).apply(rows.of(test));
    float[] predicted = new float[test.length];
    for (int i = 0; i < test.length; i++) {
      predicted[i] = (float) said[i];
    }
    return predicted;
  }

  /** Place of the penalty with the least squared error on rows left out. */
  private int choose(StandardRows rows, RidgeEquations all, int[] groups, int[] train, int seed) {
    InnerFolds folds = InnerFolds.of(groups, train, seed);
    double[] errors = new double[PENALTIES.length];
    for (int fold = 0; fold < folds.count(); fold++) {
      int[] kept = folds.kept(fold);
      int[] left = folds.left(fold);
      StandardRows judged = rows.of(left);
      RidgeEquations equations =
          all instanceof FeatureEquations whole
              ? whole.without(new FeatureEquations(judged, of(left), 1))
              : RidgeEquations.of(rows.of(kept), of(kept), 1);
      for (int i = 0; i < PENALTIES.length; i++) {
        LinearWeights weights = equations.solve(0, rows.columns(), PENALTIES[i] * kept.length);
        double[] said = weights.apply(judged);
        for (int j = 0; j < left.length; j++) {
          double error = said[j] - targets[left[j]];
          errors[i] += error * error;
        }
      }
    }
    int best = 0;
    for (int i = 1; i < errors.length; i++) {
      best = errors[i] < errors[best] ? i : best;
    }
    return best;
  }

  private double[] of(int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> targets[row]).toArray();
  }
}
