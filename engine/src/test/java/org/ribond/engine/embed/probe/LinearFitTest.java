package org.ribond.engine.embed.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearFitTest {
  /** One centred column: the weight is {@code xy / (xx + penalty)}. */
  private static double slope(double[] x, double[] y, double penalty) {
    double xy = 0;
    double xx = 0;
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
    }
    return xy / (xx + penalty);
  }

  /** Ridge on one column has a closed form, and so has the choice of its penalty. */
  @ParameterizedTest
  @CsvSource({"0.1, 30", "3, 30", "30, 12", "300, 30"})
  void ridge_ofOneColumn_isTheClosedForm(double noise, int rows) {
    FeatureTable table = Examples.table(5, rows + 10, 1);
    float[] y = Examples.numbers(table, 6, noise);
    int[] groups = IntStream.range(0, y.length).map(i -> i / 2).toArray();
    int[] train = IntStream.range(0, rows).toArray();
    int[] test = IntStream.range(rows, rows + 10).toArray();

    float[] said = new RidgeFit(new Targets.Numbers(y)).predict(table, groups, train, test, 3);

    double mean = IntStream.of(train).mapToDouble(i -> table.value(i, 0)).average().orElseThrow();
    double deviation =
        Math.sqrt(
            IntStream.of(train)
                .mapToDouble(i -> Math.pow(table.value(i, 0) - mean, 2))
                .average()
                .orElseThrow());
    double[] x =
        IntStream.range(0, y.length)
            .mapToDouble(i -> (table.value(i, 0) - mean) / deviation)
            .toArray();
    InnerFolds folds = InnerFolds.of(groups, train, 3);
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int exponent = -8; exponent <= 4; exponent++) {
      double penalty = Math.pow(10, exponent / 2.0);
      double error = 0;
      for (int fold = 0; fold < folds.count(); fold++) {
        double[] expected = predict(x, y, folds.kept(fold), folds.left(fold), penalty);
        for (int i = 0; i < expected.length; i++) {
          error += Math.pow(expected[i] - y[folds.left(fold)[i]], 2);
        }
      }
      if (error < least) {
        least = error;
        best = penalty;
      }
    }
    double[] expected = predict(x, y, train, test, best);
    for (int i = 0; i < test.length; i++) {
      assertEquals(expected[i], said[i], 1e-4 * (1 + Math.abs(expected[i])));
    }
  }

  private static double[] predict(double[] x, float[] y, int[] train, int[] test, double penalty) {
    double[] trainX = Arrays.stream(train).mapToDouble(i -> x[i]).toArray();
    double[] trainY = Arrays.stream(train).mapToDouble(i -> y[i]).toArray();
    double slope = slope(trainX, trainY, penalty * train.length);
    double meanX = Arrays.stream(trainX).average().orElseThrow();
    double meanY = Arrays.stream(trainY).average().orElseThrow();
    return Arrays.stream(test).mapToDouble(i -> meanY + slope * (x[i] - meanX)).toArray();
  }

  /** More columns than rows take the equations of rows; both are the same regression. */
  @Test
  void ridge_byRowsOrColumns_isTheSame() {
    FeatureTable few = Examples.table(8, 60, 20);
    List<float[]> padded = new ArrayList<>();
    for (int i = 0; i < few.rows(); i++) {
      float[] row = new float[50];
      for (int j = 0; j < few.columns(); j++) {
        row[j] = few.value(i, j);
      }
      padded.add(row);
    }
    RidgeFit fit = new RidgeFit(new Targets.Numbers(Examples.numbers(few, 9, 2)));
    int[] groups = IntStream.range(0, 60).toArray();
    int[] train = IntStream.range(0, 40).toArray();
    int[] test = IntStream.range(40, 60).toArray();

    float[] byColumns = fit.predict(few, groups, train, test, 1);
    float[] byRows = fit.predict(FeatureTable.of("x", padded), groups, train, test, 1);

    for (int i = 0; i < test.length; i++) {
      assertEquals(byColumns[i], byRows[i], 1e-4);
    }
  }

  @Test
  void ridge_unknownNumbers_areTheMean() {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(new float[] {i % 2 == 0 ? i : Float.NaN});
    }
    float[] y = new float[40];
    for (int i = 0; i < 40; i++) {
      y[i] = i % 2 == 0 ? i : 18;
    }
    int[] all = IntStream.range(0, 40).toArray();

    float[] said =
        new RidgeFit(new Targets.Numbers(y))
            .predict(FeatureTable.of("x", rows), all, Arrays.copyOf(all, 38), all, 1);

    assertEquals(18, said[39], 0.2);
    assertEquals(38, said[38], 0.5);
  }

  @Test
  void logistic_ofThreeClasses_givesProbabilitiesThatTellThem() {
    FeatureTable table = Examples.table(4, 300, 3);
    int[] labels = new int[300];
    for (int i = 0; i < 300; i++) {
      labels[i] = table.value(i, 0) > 0.5 ? 2 : table.value(i, 0) > -0.5 ? 1 : 0;
    }
    int[] all = IntStream.range(0, 300).toArray();

    float[] said =
        new LogisticFit(new Targets.Classes(List.of("a", "b", "c"), labels))
            .predict(table, all, Arrays.copyOf(all, 200), Arrays.copyOfRange(all, 200, 300), 1);

    int right = 0;
    for (int i = 0; i < 100; i++) {
      float[] row = Arrays.copyOfRange(said, 3 * i, 3 * i + 3);
      assertEquals(1, row[0] + row[1] + row[2], 1e-5);
      int truth = labels[200 + i];
      right += row[truth] >= row[(truth + 1) % 3] && row[truth] >= row[(truth + 2) % 3] ? 1 : 0;
    }
    assertTrue(right > 85, "right: " + right);
  }
}
