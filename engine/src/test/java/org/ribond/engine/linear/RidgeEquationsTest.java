package org.ribond.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeEquationsTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);

  /** At the minimum of the penalised squared error its gradient is zero. */
  @ParameterizedTest
  @CsvSource({"40, 7, 0, 7", "7, 40, 0, 40", "600, 20, 5, 17", "12, 20, 5, 17", "1, 3, 0, 3"})
  void ridge_randomProblems_areAtTheMinimum(int rows, int columns, int from, int to) {
    RandomProblem problem = RandomProblem.of(SEED + rows, rows, columns, 2);
    double penalty = 0.7;
    for (RidgeEquations equations :
        List.of(
            new FeatureEquations(problem, problem.y(), 2),
            new SampleEquations(problem, problem.y(), 2))) {
      LinearWeights found = equations.solve(from, to, penalty);

      double[] fitted = new double[rows * 2];
      SparseRow row = new SparseRow();
      for (int i = 0; i < rows; i++) {
        problem.read(i, row);
        found.apply(row, from, fitted, 2 * i);
      }
      for (int output = 0; output < 2; output++) {
        double residuals = 0;
        for (int i = 0; i < rows; i++) {
          residuals += fitted[2 * i + output] - problem.y()[2 * i + output];
        }
        assertEquals(0, residuals, 1e-8, "intercept of " + equations.getClass());
        for (int f = from; f < to; f++) {
          double gradient = penalty * found.weights()[output * (to - from) + f - from];
          for (int i = 0; i < rows; i++) {
            gradient += problem.x()[i][f] * (fitted[2 * i + output] - problem.y()[2 * i + output]);
          }
          assertEquals(0, gradient, 1e-8, "feature " + f + " of " + equations.getClass());
        }
      }
    }
  }

  @Test
  void without_someSamples_areTheEquationsOfTheOthers() {
    RandomProblem all = RandomProblem.of(SEED, 90, 8, 2);
    RandomProblem part = part(all, 60, 90);
    RandomProblem rest = part(all, 0, 60);

    LinearWeights found =
        new FeatureEquations(all, all.y(), 2)
            .without(new FeatureEquations(part, part.y(), 2))
            .solve(0, 8, 1.5);

    LinearWeights expected = new FeatureEquations(rest, rest.y(), 2).solve(0, 8, 1.5);
    assertArrayEquals(expected.weights(), found.weights(), 1e-10);
    assertArrayEquals(expected.intercepts(), found.intercepts(), 1e-10);
  }

  @Test
  void without_otherFeatures_isRefused() {
    RandomProblem eight = RandomProblem.of(SEED, 9, 8, 1);
    RandomProblem seven = RandomProblem.of(SEED, 9, 7, 1);
    FeatureEquations equations = new FeatureEquations(eight, eight.y(), 1);
    FeatureEquations other = new FeatureEquations(seven, seven.y(), 1);

    assertThrows(IllegalArgumentException.class, () -> equations.without(other));
  }

  private static RandomProblem part(RandomProblem all, int from, int to) {
    return new RandomProblem(
        Arrays.copyOfRange(all.x(), from, to), Arrays.copyOfRange(all.y(), 2 * from, 2 * to), 2);
  }
}
