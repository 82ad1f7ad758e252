package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ribond.engine.contact.predict.SmallMaps.architecture;
import static org.ribond.engine.contact.predict.SmallMaps.map;
import static org.ribond.engine.contact.predict.SmallMaps.model;
import static org.ribond.engine.contact.predict.SmallMaps.protein;
import static org.ribond.engine.contact.predict.SmallMaps.rna;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class MapPredictorTest {
  /** Stretches and caches so small that every boundary between them is crossed. */
  private static final MapPredictor.Limits TINY = new MapPredictor.Limits(3, 4, 50, 1);

  @Test
  void score_ofModelsOfDifferentShapes_isTheirMean() {
    List<TrainedModel> models = new ArrayList<>();
    models.add(model(1, 4, 1, 6));
    for (NonLinearity each : List.of(NonLinearity.GLU, NonLinearity.RELU)) {
      WindowArchitecture shape = architecture(each, 1, 3);
      models.add(new TrainedModel(shape, List.of(Weights.initial(shape, 3, 2)), Map.of()));
    }
    Backend backend = new ScalarBackend();
    try (MapPredictor together =
        new MapPredictor(models, backend, Vote.MEAN, Optional.empty(), TINY)) {
      float[][] mean = map(together, protein(7), rna(6));
      double[][] sums = new double[7][6];
      for (TrainedModel model : models) {
        try (MapPredictor alone = new MapPredictor(model, backend)) {
          float[][] one = map(alone, protein(7), rna(6));
          for (int i = 0; i < 42; i++) {
            sums[i / 6][i % 6] += one[i / 6][i % 6] / 3;
          }
        }
      }
      for (int i = 0; i < 42; i++) {
        assertEquals(sums[i / 6][i % 6], mean[i / 6][i % 6], 1e-6);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NonLinearity.class,
      names = {"TRANSFORMER", "BATCH_TRANSFORMER"})
  void score_transformers_dependsOnNeighboursInTheBatchWideOneAlone(NonLinearity nonLinearity) {
    WindowArchitecture architecture = architecture(nonLinearity, 0, 0);
    Weights weights = Weights.initial(architecture, 5, 1);
    TrainedModel model = new TrainedModel(architecture, List.of(weights), Map.of());
    try (MapPredictor predictor = new MapPredictor(model, new ScalarBackend())) {
      Sequence rna = rna(9);
      float[] alone = map(predictor, new Sequence("a", Alphabet.PROTEIN, "K"), rna)[0];
      float[] withNeighbours = map(predictor, new Sequence("b", Alphabet.PROTEIN, "KWW"), rna)[0];
      assertEquals(nonLinearity == NonLinearity.TRANSFORMER, Arrays.equals(alone, withNeighbours));
    }
  }

  @Test
  void score_inStretches_equalsTheWholeMap() {
    TrainedModel model = model(2, 5, 5, 8, 4);
    try (Backend backend = new ScalarBackend();
        MapPredictor whole = new MapPredictor(model, backend);
        MapPredictor stretched =
            new MapPredictor(List.of(model), backend, Vote.MEAN, Optional.empty(), TINY)) {
      for (int[] shape : new int[][] {{10, 10}, {9, 8}, {1, 60}, {60, 1}, {13, 29}}) {
        float[][] expected = map(whole, protein(shape[0]), rna(shape[1]));
        float[][] found = map(stretched, protein(shape[0]), rna(shape[1]));
        for (int residue = 0; residue < shape[0]; residue++) {
          assertArrayEquals(expected[residue], found[residue], 0f);
        }
      }
    }
  }

  @Test
  void score_manyTimesMany_equalsOneTimesOneInAnyOrder() {
    TrainedModel model = model(2, 3, 3, 8);
    List<Sequence> proteins = List.of(protein(5), protein(9), protein(6));
    List<Sequence> rnas = List.of(rna(4), rna(11), rna(7));
    try (Backend backend = new ScalarBackend();
        MapPredictor shared = new MapPredictor(model, backend)) {
      List<float[][]> forwards = new ArrayList<>();
      for (Sequence protein : proteins) {
        for (Sequence rna : rnas) {
          forwards.add(map(shared, protein, rna));
        }
      }
      int place = forwards.size();
      for (Sequence protein : proteins.reversed()) {
        for (Sequence rna : rnas.reversed()) {
          place--;
          float[][] again = map(shared, protein, rna);
          try (MapPredictor alone = new MapPredictor(model, backend)) {
            float[][] single = map(alone, protein, rna);
            for (int residue = 0; residue < single.length; residue++) {
              assertArrayEquals(single[residue], forwards.get(place)[residue], 0f);
              assertArrayEquals(single[residue], again[residue], 0f);
            }
          }
        }
      }
    }
  }

  @Test
  void score_manyRnas_keepsSumsWithinTheBudget() {
    TrainedModel model = model(1, 1, 1, 16);
    MapPredictor.Limits limits = new MapPredictor.Limits(512, 2048, 1 << 20, 4096);
    try (Backend backend = new ScalarBackend();
        MapPredictor predictor =
            new MapPredictor(List.of(model), backend, Vote.MEAN, Optional.empty(), limits)) {
      for (int bases = 5; bases < 60; bases++) {
        map(predictor, protein(3), rna(bases));
        assertTrue(predictor.cachedBytes() <= 4096, "cached " + predictor.cachedBytes());
      }
      assertTrue(predictor.cachedBytes() > 2048, "cached " + predictor.cachedBytes());
    }
  }

  @Test
  void score_lettersBeyondAWindow_changeNothing() {
    TrainedModel model = model(1, 2, 2, 8);
    Sequence longer = new Sequence("a", Alphabet.PROTEIN, "MKRWYACDE");
    Sequence changed = new Sequence("b", Alphabet.PROTEIN, "MKRWYLLLL");
    try (Backend backend = new ScalarBackend();
        MapPredictor predictor = new MapPredictor(model, backend)) {
      float[][] a = map(predictor, longer, rna(6));
      float[][] b = map(predictor, changed, rna(6));

      for (int residue = 0; residue < 3; residue++) {
        assertArrayEquals(a[residue], b[residue], 0f);
      }
      assertTrue(!Arrays.equals(a[3], b[3]));
    }
  }

  @Test
  void score_emptyOrWrongSequence_isRefused() {
    try (Backend backend = new ScalarBackend();
        MapPredictor predictor = new MapPredictor(model(1, 1, 1, 4), backend)) {
      Sequence none = new Sequence("none", Alphabet.PROTEIN, "");
      assertEquals(
          "sequence 'none' is empty; expected one of PROTEIN",
          assertThrows(
                  IllegalArgumentException.class, () -> predictor.score(none, rna(3), (r, s) -> {}))
              .getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> predictor.score(rna(3), rna(3), (r, s) -> {}));
    }
  }

  @Test
  void construct_modelOfOtherInputs_isRefused() {
    TrainedModel fits = model(1, 1, 1, 4);
    WindowArchitecture three =
        new WindowArchitecture(
            List.of(new Window("residue", 26, 1), new Window("base", 4, 1)),
            List.of(4),
            Activation.RELU,
            0,
            2);
    TrainedModel wide = new TrainedModel(three, List.of(Weights.initial(three, 1, 0)), Map.of());
    TrainedModel reordered =
        new TrainedModel(
            fits.architecture(), fits.members(), Map.of(ModelCard.LETTERS + "base", "UGCA"));
    try (Backend backend = new ScalarBackend()) {
      assertThrows(DataException.class, () -> new MapPredictor(wide, backend));
      assertThrows(DataException.class, () -> new MapPredictor(reordered, backend));
    }
  }

  @Test
  void score_vote_isThatOfSoManyMembers() {
    TrainedModel model = model(3, 1, 1, 6);
    Sequence protein = protein(4);
    Sequence rna = rna(5);
    try (Backend backend = new ScalarBackend()) {
      List<float[][]> members = new ArrayList<>();
      for (Weights weights : model.members()) {
        TrainedModel single = new TrainedModel(model.architecture(), List.of(weights), Map.of());
        try (MapPredictor predictor = new MapPredictor(single, backend)) {
          members.add(map(predictor, protein, rna));
        }
      }
      for (int agreeing = 1; agreeing <= 3; agreeing++) {
        try (MapPredictor predictor =
            new MapPredictor(model, backend, new Vote.AtLeast(agreeing), Optional.empty())) {
          float[][] found = map(predictor, protein, rna);
          for (int residue = 0; residue < 4; residue++) {
            for (int base = 0; base < 5; base++) {
              float score = found[residue][base];
              int r = residue;
              int b = base;
              assertTrue(members.stream().filter(m -> m[r][b] >= score).count() >= agreeing);
              assertTrue(members.stream().filter(m -> m[r][b] > score).count() < agreeing);
            }
          }
        }
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> new MapPredictor(model, backend, new Vote.AtLeast(4), Optional.empty()));
    }
  }
}
