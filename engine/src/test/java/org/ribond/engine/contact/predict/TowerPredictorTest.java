package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.tower.ChainValues;
import org.ribond.engine.contact.tower.LengthPrior;
import org.ribond.engine.contact.tower.TowerFacts;
import org.ribond.engine.contact.tower.Towers;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.sequence.Sequence;

class TowerPredictorTest {
  private final Backend backend = new ScalarBackend();

  private ContactPredictor predictor(TrainedModel model, Vote vote) {
    return ContactPredictor.of(List.of(model), backend, vote, Calibration.of(model.card()));
  }

  private static float[][] map(ContactPredictor predictor, Sequence protein, Sequence rna) {
    float[][] map = new float[protein.length()][];
    predictor.score(protein, rna, (residue, scores) -> map[residue] = scores.clone());
    return map;
  }

  /** Logarithms of the rates by the formula, from the mean of the members' numbers. */
  private double[][] logRates(TrainedModel model, Sequence protein, Sequence rna) {
    TowersArchitecture shape = (TowersArchitecture) model.architecture();
    try (Towers towers = new Towers(shape, model.members(), backend)) {
      double[] f = Towers.mean(towers.values(protein)).where();
      double[] g = Towers.mean(towers.values(rna)).where();
      double c = TowerFacts.of(model.card()).contacts().of(f.length, g.length);
      double[][] rates = new double[f.length][g.length];
      for (int i = 0; i < f.length; i++) {
        for (int j = 0; j < g.length; j++) {
          rates[i][j] = c + f[i] + g[j];
        }
      }
      return rates;
    }
  }

  @Test
  void score_uncalibrated_isTheChanceOfAnEventAtThatRate() {
    TrainedModel model = SmallMaps.towers(3, false);
    Sequence protein = SmallMaps.protein(23);
    Sequence rna = SmallMaps.rna(11);
    double[][] logs = logRates(model, protein, rna);
    try (ContactPredictor predictor = predictor(model, Vote.MEAN)) {
      float[][] map = map(predictor, protein, rna);
      for (int i = 0; i < map.length; i++) {
        for (int j = 0; j < map[i].length; j++) {
          assertEquals(1 - Math.exp(-Math.exp(logs[i][j])), map[i][j], 1e-6);
        }
      }
    }
  }

  @Test
  void score_meanOfTheRates_isWhatLengthsSay() {
    TrainedModel model = SmallMaps.towers(2, false);
    double sum = 0;
    double[][] logs = logRates(model, SmallMaps.protein(40), SmallMaps.rna(17));
    for (double[] row : logs) {
      for (double log : row) {
        sum += Math.exp(log) / (40 * 17);
      }
    }
    assertEquals(new LengthPrior(-1, -0.5, -0.7).of(40, 17), Math.log(sum), 1e-9);
  }

  @Test
  void levels_ofBases_areThoseOfTheSummedRates() {
    TrainedModel model = SmallMaps.towers(2, false);
    Sequence protein = SmallMaps.protein(30);
    Sequence rna = SmallMaps.rna(9);
    double[][] logs = logRates(model, protein, rna);
    try (ContactPredictor predictor = predictor(model, Vote.MEAN)) {
      LevelScores levels = predictor.levels(protein, rna).orElseThrow();
      for (int j = 0; j < 9; j++) {
        double rate = 0;
        for (double[] row : logs) {
          rate += Math.exp(row[j]);
        }
        assertEquals(1 - Math.exp(-rate), levels.bases()[j], 1e-6);
      }
    }
  }

  @Test
  void levels_calibrated_keepTheOrderOfResidues() {
    Sequence protein = SmallMaps.protein(30);
    Sequence rna = SmallMaps.rna(9);
    try (ContactPredictor plain = predictor(SmallMaps.towers(2, false), Vote.MEAN);
        ContactPredictor calibrated = predictor(SmallMaps.towers(2, true), Vote.MEAN)) {
      float[] before = plain.levels(protein, rna).orElseThrow().residues();
      float[] after = calibrated.levels(protein, rna).orElseThrow().residues();
      Calibration line = new Calibration(0.9, 0.2, 0, 0);
      for (int i = 0; i < before.length; i++) {
        assertEquals(line.apply(before[i], 0.2), after[i], 1e-5);
      }
    }
  }

  @Test
  void select_ofTheBest_isWhatAllCellsGive() {
    for (boolean isCalibrated : new boolean[] {false, true}) {
      try (ContactPredictor predictor = predictor(SmallMaps.towers(3, isCalibrated), Vote.MEAN)) {
        for (int[] lengths : new int[][] {{1, 1}, {1, 9}, {12, 1}, {37, 21}}) {
          Sequence protein = SmallMaps.protein(lengths[0]);
          Sequence rna = SmallMaps.rna(lengths[1]);
          for (int count : new int[] {1, 2, 10, 300, 5000}) {
            Selection best = new Selection.Top(count);
            List<ScoredContact> all = new ArrayList<>();
            Selection.Filter filter = best.filter(lengths[0], lengths[1], all::add);
            predictor.score(protein, rna, filter);
            filter.finish();
            List<ScoredContact> found = new ArrayList<>();
            predictor.select(best, protein, rna, found::add);
            assertEquals(all, found, lengths[0] + "x" + lengths[1] + ", best " + count);
          }
        }
      }
    }
  }

  @Test
  void select_amongEqualCells_takesThemInTheOrderOfTheMap() {
    // Of one letter throughout, and no numbers of places, all of an RNA's inner bases are alike.
    Sequence rna = new Sequence("a", SmallMaps.rna(3).alphabet(), "A".repeat(30));
    Sequence protein = SmallMaps.protein(4);
    try (ContactPredictor predictor = predictor(SmallMaps.towers(1, true), Vote.MEAN)) {
      for (int count : new int[] {1, 7, 25, 60}) {
        Selection best = new Selection.Top(count);
        List<ScoredContact> all = new ArrayList<>();
        Selection.Filter filter = best.filter(4, 30, all::add);
        predictor.score(protein, rna, filter);
        filter.finish();
        List<ScoredContact> found = new ArrayList<>();
        predictor.select(best, protein, rna, found::add);
        assertEquals(all, found, "best " + count);
      }
    }
  }

  @Test
  void score_byVotes_isTheRuleOnEachMembersChance() {
    Sequence protein = SmallMaps.protein(8);
    Sequence rna = SmallMaps.rna(6);
    TrainedModel model = SmallMaps.towers(3, false);
    List<float[][]> each = new ArrayList<>();
    for (int member = 0; member < 3; member++) {
      TrainedModel one =
          new TrainedModel(
              model.architecture(), List.of(model.members().get(member)), model.card());
      try (ContactPredictor predictor = predictor(one, Vote.MEAN)) {
        each.add(map(predictor, protein, rna));
      }
    }
    Vote all = new Vote.AtLeast(3);
    try (ContactPredictor predictor = predictor(model, all)) {
      float[][] map = map(predictor, protein, rna);
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 6; j++) {
          double[] own = {each.get(0)[i][j], each.get(1)[i][j], each.get(2)[i][j]};
          assertEquals(all.of(own), map[i][j], 1e-6);
        }
      }
      assertTrue(predictor.levels(protein, rna).isEmpty());
    }
  }

  @Test
  void score_ofAPair_doesNotDependOnWhatWasScoredBefore() {
    TrainedModel model = SmallMaps.towers(2, true);
    try (ContactPredictor fresh = predictor(model, Vote.MEAN);
        ContactPredictor used = predictor(model, Vote.MEAN)) {
      map(used, SmallMaps.protein(9), SmallMaps.rna(5));
      map(used, SmallMaps.protein(21), SmallMaps.rna(5));
      float[][] expected = map(fresh, SmallMaps.protein(21), SmallMaps.rna(7));
      float[][] found = map(used, SmallMaps.protein(21), SmallMaps.rna(7));
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], found[i]);
      }
    }
  }

  @Test
  void mean_ofMembers_isCentred() {
    ChainValues a = new ChainValues(new double[] {0, 1, 2}, new double[] {1, 2, 3});
    ChainValues b = new ChainValues(new double[] {2, 0, 0}, new double[] {3, 2, 1});
    ChainValues mean = Towers.mean(List.of(a, b));
    double sum = 0;
    for (double value : mean.where()) {
      sum += Math.exp(value) / 3;
    }
    assertEquals(1, sum, 1e-12);
    assertEquals(0.5, mean.where()[0] - mean.where()[1], 1e-12);
    assertArrayEquals(new double[] {2, 2, 2}, mean.binds(), 1e-12);
  }

  @Test
  void of_modelsOfBothKinds_fails() {
    List<TrainedModel> both = List.of(SmallMaps.towers(1, false), SmallMaps.model(1, 1, 1, 3));
    DataException failure =
        assertThrows(
            DataException.class,
            () -> ContactPredictor.of(both, backend, Vote.MEAN, Optional.empty()));
    assertTrue(failure.getMessage().contains("make no ensemble"), failure.getMessage());
  }

  @Test
  void of_aCardWithoutPrior_fails() {
    TrainedModel model = SmallMaps.towers(1, false);
    for (Map<String, String> card :
        List.of(
            Map.<String, String>of(),
            Map.of("prior.contact", "1 2"),
            Map.of("prior.contact", "1 2 x"),
            Map.of("prior.contact", "1 2 Infinity"))) {
      List<TrainedModel> bare =
          List.of(new TrainedModel(model.architecture(), model.members(), card));
      DataException failure =
          assertThrows(
              DataException.class,
              () -> ContactPredictor.of(bare, backend, Vote.MEAN, Optional.empty()));
      assertTrue(failure.getMessage().startsWith("the model's prior.contact"));
    }
  }
}
