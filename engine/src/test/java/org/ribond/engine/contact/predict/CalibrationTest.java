package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ribond.engine.contact.predict.SmallMaps.map;
import static org.ribond.engine.contact.predict.SmallMaps.model;
import static org.ribond.engine.contact.predict.SmallMaps.protein;
import static org.ribond.engine.contact.predict.SmallMaps.rna;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;

class CalibrationTest {
  @Test
  void score_calibrated_appliesTheCardsCalibration() {
    TrainedModel plain = model(2, 1, 1, 6);
    TrainedModel calibrated =
        new TrainedModel(
            plain.architecture(),
            plain.members(),
            Map.of(ModelCard.CALIBRATION_SLOPE, "0.5", ModelCard.CALIBRATION_INTERCEPT, "-3.25"));
    try (Backend backend = new ScalarBackend();
        MapPredictor raw = new MapPredictor(plain, backend);
        MapPredictor fitted = new MapPredictor(calibrated, backend)) {
      float[][] expected = map(raw, protein(6), rna(5));
      float[][] found = map(fitted, protein(6), rna(5));

      assertEquals(Optional.empty(), raw.calibration());
      assertEquals(Optional.of(new Calibration(0.5, -3.25, 0, 0)), fitted.calibration());
      for (int residue = 0; residue < 6; residue++) {
        for (int base = 0; base < 5; base++) {
          double p = expected[residue][base];
          double logit = 0.5 * (Math.log(p) - Math.log1p(-p)) - 3.25;
          assertEquals(1 / (1 + Math.exp(-logit)), found[residue][base], 1e-6);
        }
      }
    }
  }

  @Test
  void score_calibratedByLengths_shiftsEachMapByItsOwn() {
    TrainedModel plain = model(2, 1, 1, 6);
    Map<String, String> card = new LinkedHashMap<>();
    new Calibration(0.5, -1, -0.25, -0.75).put(card);
    TrainedModel calibrated = new TrainedModel(plain.architecture(), plain.members(), card);
    try (Backend backend = new ScalarBackend();
        MapPredictor raw = new MapPredictor(plain, backend);
        MapPredictor fitted = new MapPredictor(calibrated, backend)) {
      for (int bases : new int[] {5, 9}) {
        double p = map(raw, protein(6), rna(bases))[2][3];
        double logit = 0.5 * (Math.log(p) - Math.log1p(-p));
        logit += -1 - 0.25 * Math.log(6) - 0.75 * Math.log(bases);

        assertEquals(1 / (1 + Math.exp(-logit)), map(fitted, protein(6), rna(bases))[2][3], 1e-6);
      }
      assertFalse(raw.isCalibrated());
      assertTrue(fitted.isCalibrated());
    }
  }

  @Test
  void chainScores_ofProbabilities_areThoseThatAnyPairTouches() {
    ChainScores likely = new ChainScores(2, 3, true);
    ChainScores best = new ChainScores(2, 3, false);
    for (ChainScores scores : List.of(likely, best)) {
      scores.row(0, new float[] {0.5f, 0.25f, 0});
      scores.row(1, new float[] {0.5f, 1, 0});
    }

    assertArrayEquals(new float[] {0.625f, 1}, likely.residues(), 1e-6f);
    assertArrayEquals(new float[] {0.75f, 1, 0}, likely.bases(), 1e-6f);
    assertArrayEquals(new float[] {0.5f, 1}, best.residues());
    assertArrayEquals(new float[] {0.5f, 1, 0}, best.bases());
    assertEquals(0.625f, likely.residues()[0], 1e-6f);
  }

  @Test
  void calibration_unusableOnTheCard_isRefused() {
    for (String slope : List.of("0", "-1", "NaN", "steep")) {
      Map<String, String> card =
          Map.of(ModelCard.CALIBRATION_SLOPE, slope, ModelCard.CALIBRATION_INTERCEPT, "0");
      assertThrows(DataException.class, () -> Calibration.of(card));
    }
    assertThrows(
        DataException.class, () -> Calibration.of(Map.of(ModelCard.CALIBRATION_SLOPE, "1")));
  }

  @Test
  void calibration_extremeProbabilities_staysInRange() {
    Calibration calibration = new Calibration(0.5, -2, 0, 0);

    assertEquals(0, calibration.apply(0, -2));
    assertEquals(1, calibration.apply(1, -2));
    assertTrue(calibration.apply(0.2, -2) < calibration.apply(0.3, -2));
  }
}
