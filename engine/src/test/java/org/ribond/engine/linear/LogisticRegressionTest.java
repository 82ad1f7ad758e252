package org.ribond.engine.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);

  @Test
  void logistic_randomProblem_isAtTheMinimum() {
    RandomProblem problem = RandomProblem.of(SEED, 300, 6, 1);
    int[] labels =
        IntStream.range(0, 300)
            .map(i -> problem.y()[i] + problem.x()[i][0] > 0.5 ? 2 : i % 2)
            .toArray();
    double penalty = 2;

    LinearWeights found = new LogisticRegression(problem, labels, 3).solve(penalty);

    double[] gradient = new double[3 * 6];
    double[] residuals = new double[3];
    SparseRow row = new SparseRow();
    double[] z = new double[3];
    for (int i = 0; i < 300; i++) {
      problem.read(i, row);
      found.apply(row, 0, z, 0);
      double sum = Arrays.stream(z).map(Math::exp).sum();
      for (int label = 0; label < 3; label++) {
        double residual = Math.exp(z[label]) / sum - (labels[i] == label ? 1 : 0);
        residuals[label] += residual;
        for (int f = 0; f < 6; f++) {
          gradient[label * 6 + f] += residual * problem.x()[i][f];
        }
      }
    }
    for (int f = 0; f < 6; f++) {
      int column = f;
      double mean = Arrays.stream(problem.x()).mapToDouble(x -> x[column]).average().orElseThrow();
      double variance =
          Arrays.stream(problem.x())
              .mapToDouble(x -> (x[column] - mean) * (x[column] - mean))
              .average()
              .orElseThrow();
      for (int label = 0; label < 3; label++) {
        // The penalty is on weights of scaled features: deviation times weight.
        double full = gradient[label * 6 + f] + penalty * variance * found.weights()[label * 6 + f];
        assertEquals(0, full, 0.2, "class " + label + ", feature " + f);
      }
    }
    for (double residual : residuals) {
      assertEquals(0, residual, 0.2);
    }
  }
}
