package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CalibrationFitTest {
  /** Cells whose log-odds of being a contact are {@code slope * logit(score) + intercept}. */
  private static ScoreTally cells(double slope, double intercept, int count, long seed) {
    Random random = new Random(seed);
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < count; i++) {
      double logit = 3 * random.nextGaussian();
      float score = (float) (1 / (1 + Math.exp(-logit)));
      double truth = 1 / (1 + Math.exp(-(slope * logit + intercept)));
      tally.add(score, random.nextDouble() < truth);
    }
    return tally;
  }

  private static CalibrationFit calibration(List<ScoreTally> tallies, double... weights) {
    return CalibrationFit.of(tallies, weights).orElseThrow();
  }

  private static double apply(CalibrationFit line, double p) {
    double logit = Math.log(p) - Math.log1p(-p);
    return 1 / (1 + Math.exp(-(line.slope() * logit + line.intercept())));
  }

  private static CalibrationFit fit(ScoreTally tally) {
    return calibration(List.of(tally), 1);
  }

  @Test
  void fit_cellsOfAKnownLine_findsIt() {
    CalibrationFit line = fit(cells(0.7, -4, 300_000, 1));

    assertEquals(0.7, line.slope(), 0.02);
    assertEquals(-4, line.intercept(), 0.06);
  }

  @Test
  void fit_anyCells_makesMeanProbabilityThePrevalence() {
    ScoreTally tally = cells(0.5, -3, 20_000, 2);
    CalibrationFit line = fit(tally);
    double[] sum = {0};
    for (PackedScores scores : List.of(tally.contactScores(), tally.otherScores())) {
      scores.forEachRun(
          (bits, count) -> {
            for (int i = 0; i < count; i++) {
              sum[0] += apply(line, Float.intBitsToFloat(bits[i]));
            }
          });
    }

    assertEquals(tally.prevalence(), sum[0] / tally.cells(), 1e-4);
  }

  @Test
  void fit_scoresSeparable_staysFinite() {
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < 100; i++) {
      tally.add(0.2f, false);
      tally.add(0.8f, true);
    }

    CalibrationFit line = fit(tally);

    assertTrue(Double.isFinite(line.slope()) && line.slope() > 0, line.toString());
    assertTrue(apply(line, 0.8) > 0.98 && apply(line, 0.2) < 0.02, line.toString());
  }

  @Test
  void fit_scoresZeroAndOne_staysFinite() {
    ScoreTally tally = cells(1, -1, 1000, 5);
    tally.add(0, true);
    tally.add(1, false);

    CalibrationFit line = fit(tally);

    assertTrue(Double.isFinite(line.slope() + line.intercept()), line.toString());
    assertTrue(apply(line, 0) >= 0 && apply(line, 1) <= 1, line.toString());
  }

  @Test
  void fit_weights_countAsRepeats() {
    ScoreTally once = cells(1, -1, 500, 3);
    ScoreTally thrice = cells(0.5, -2, 500, 4);
    ScoreTally repeated = new ScoreTally();
    repeated.addAll(once);
    for (int i = 0; i < 3; i++) {
      repeated.addAll(thrice);
    }

    CalibrationFit weighted = calibration(List.of(once, thrice), 1, 3);

    assertEquals(fit(repeated).slope(), weighted.slope(), 1e-6);
    assertEquals(fit(repeated).intercept(), weighted.intercept(), 1e-6);
  }

  @Test
  void fit_twoDifferentScores_givesEachItsOwnShare() {
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < 400_000; i++) {
      tally.add(0.25f, i % 1000 == 0);
      tally.add(0.75f, i % 100 == 0);
    }

    CalibrationFit line = fit(tally);

    // Platt's targets of 4,400 contacts and 795,600 others.
    double contact = 4401.0 / 4402;
    double other = 1.0 / 795_602;
    assertEquals(0.001 * contact + 0.999 * other, apply(line, 0.25), 1e-9);
    assertEquals(0.01 * contact + 0.99 * other, apply(line, 0.75), 1e-9);
  }

  @Test
  void fit_oneClass_isRefused() {
    ScoreTally tally = new ScoreTally();
    tally.add(0.5f, false);

    assertThrows(IllegalArgumentException.class, () -> fit(tally));
    assertThrows(IllegalArgumentException.class, () -> fit(new ScoreTally()));
  }

  @Test
  void fit_scoresInTheWrongOrder_isNone() {
    ScoreTally tally = cells(-1, -1, 1000, 6);

    assertEquals(Optional.empty(), CalibrationFit.of(List.of(tally), new double[] {1}));
  }

  @Test
  void fit_covariatesOfMaps_findsTheirCoefficients() {
    List<ScoreTally> tallies = new ArrayList<>();
    double[][] covariates = new double[60][];
    double[] weights = new double[60];
    for (int i = 0; i < 60; i++) {
      covariates[i] = new double[] {Math.log(50 + 37 * (i % 7)), Math.log(5 + 11 * (i % 9))};
      double intercept = 1 - 0.4 * covariates[i][0] - 0.7 * covariates[i][1];
      tallies.add(cells(0.8, intercept, 20_000, i));
      weights[i] = 1;
    }

    CalibrationFit line = CalibrationFit.of(tallies, weights, covariates).orElseThrow();

    assertEquals(0.8, line.slope(), 0.02);
    assertEquals(-0.4, line.coefficients().get(0), 0.03);
    assertEquals(-0.7, line.coefficients().get(1), 0.03);
  }

  @Test
  void fit_covariatesThatNeverChange_isThatWithout() {
    List<ScoreTally> tallies = List.of(cells(0.8, -2, 5000, 1), cells(0.8, -2, 5000, 2));
    double[] weights = {1, 1};

    CalibrationFit with =
        CalibrationFit.of(tallies, weights, new double[][] {{3, 5}, {3, 5}}).orElseThrow();
    CalibrationFit without = CalibrationFit.of(tallies, weights).orElseThrow();

    double shift =
        with.intercept() + 3 * with.coefficients().get(0) + 5 * with.coefficients().get(1);
    assertEquals(without.slope(), with.slope(), 1e-6);
    assertEquals(without.intercept(), shift, 1e-6);
  }
}
