package org.ribond.engine.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Probe;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class MapPredictorTest {
  /** Stretches and caches so small that every boundary between them is crossed. */
  private static final MapPredictor.Limits TINY = new MapPredictor.Limits(3, 4, 50, 1);

  /** Of the golden model for MKRX and GANCU, as NumPy computes them in double from its file. */
  private static final double[][] GOLDEN_SCORES = {
    {0.188190545, 0.182425524, 0.180671174, 0.186294976, 0.187470399},
    {0.188680576, 0.189744069, 0.191894494, 0.189388907, 0.190074392},
    {0.175590133, 0.185743679, 0.178534428, 0.187674643, 0.198682799},
    {0.175319108, 0.187109054, 0.172759566, 0.189246281, 0.188557288},
  };

  private static TrainedModel model(int members, int residueHalf, int baseHalf, int... hidden) {
    Architecture architecture =
        new Architecture(
            List.of(new Window("residue", 20, residueHalf), new Window("base", 4, baseHalf)),
            Arrays.stream(hidden).boxed().toList(),
            Activation.TANH,
            0.5f,
            2);
    List<Weights> weights = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      weights.add(Weights.initial(architecture, 5, member));
    }
    return new TrainedModel(architecture, weights, Map.of());
  }

  private static Architecture architecture(
      NonLinearity nonLinearity, int residueHalf, int baseHalf) {
    return new Architecture(
        List.of(new Window("residue", 20, residueHalf), new Window("base", 4, baseHalf)),
        nonLinearity.kind(),
        List.of(7, 5),
        nonLinearity.activation(),
        0.5f,
        2);
  }

  private static Sequence random(Alphabet alphabet, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder letters = new StringBuilder();
    String choice = alphabet.letters() + (alphabet == Alphabet.PROTEIN ? "X*" : "NY");
    for (int i = 0; i < length; i++) {
      letters.append(choice.charAt(random.nextInt(choice.length())));
    }
    return new Sequence(alphabet + "-" + seed, alphabet, letters.toString());
  }

  private static Sequence protein(int length) {
    return random(Alphabet.PROTEIN, length, length);
  }

  private static Sequence rna(int length) {
    return random(Alphabet.RNA, length, length);
  }

  private static float[][] map(MapScorer scorer, Sequence protein, Sequence rna) {
    float[][] map = new float[protein.length()][];
    int[] next = new int[1];
    scorer.score(
        protein,
        rna,
        (residue, scores) -> {
          assertEquals(next[0]++, residue);
          map[residue] = scores.clone();
        });
    assertEquals(protein.length(), next[0]);
    return map;
  }

  private static void assertReference(
      TrainedModel model, Sequence protein, Sequence rna, float[][] map, double tolerance) {
    for (int residue = 0; residue < protein.length(); residue++) {
      assertEquals(rna.length(), map[residue].length);
      for (int base = 0; base < rna.length(); base++) {
        assertEquals(
            DenseReference.score(model, protein, rna, residue, base),
            map[residue][base],
            tolerance,
            residue + ", " + base);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NonLinearity.class,
      names = {"BATCH_TRANSFORMER"},
      mode = EnumSource.Mode.EXCLUDE)
  void score_everyNonLinearity_equalsTheDenseForwardPass(NonLinearity nonLinearity) {
    Architecture architecture = architecture(nonLinearity, 2, 1);
    Weights weights = Weights.initial(architecture, 5, 1);
    TrainedModel model = new TrainedModel(architecture, List.of(weights), Map.of());
    for (BackendProvider provider : Backends.providers()) {
      if (provider.probe() instanceof Probe.Available) {
        try (Backend backend = provider.open(BackendOptions.defaults());
            MapPredictor predictor = new MapPredictor(model, backend)) {
          assertReference(model, protein(17), rna(9), map(predictor, protein(17), rna(9)), 2e-6);
        }
      }
    }
  }

  @Test
  void score_ofModelsOfDifferentShapes_isTheirMean() {
    List<TrainedModel> models = new ArrayList<>();
    models.add(model(1, 4, 1, 6));
    for (NonLinearity each : List.of(NonLinearity.GLU, NonLinearity.RELU)) {
      Architecture shape = architecture(each, 1, 3);
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
    Architecture architecture = architecture(nonLinearity, 0, 0);
    Weights weights = Weights.initial(architecture, 5, 1);
    TrainedModel model = new TrainedModel(architecture, List.of(weights), Map.of());
    try (MapPredictor predictor = new MapPredictor(model, new ScalarBackend())) {
      Sequence rna = rna(9);
      float[] alone = map(predictor, new Sequence("a", Alphabet.PROTEIN, "K"), rna)[0];
      float[] withNeighbours = map(predictor, new Sequence("b", Alphabet.PROTEIN, "KWW"), rna)[0];
      assertEquals(nonLinearity == NonLinearity.TRANSFORMER, Arrays.equals(alone, withNeighbours));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,0,0", "1,1,2,3", "1,9,2,1", "9,1,0,2", "17,23,5,4", "40,30,7,7", "3,5,60,60"})
  void score_scalarBackendInDouble_equalsTheDenseForwardPass(
      int residues, int bases, int residueHalf, int baseHalf) {
    TrainedModel model = model(3, residueHalf, baseHalf, 8, 5);
    Sequence protein = protein(residues);
    Sequence rna = rna(bases);
    try (Backend backend = ScalarBackend.inDouble();
        MapPredictor predictor = new MapPredictor(model, backend)) {
      assertReference(model, protein, rna, map(predictor, protein, rna), 1e-7);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "50,70", "600,3", "3,2100"})
  void score_everyBackendOfThisMachine_equalsTheDenseForwardPass(int residues, int bases) {
    TrainedModel model = model(2, 6, 4, 24, 9);
    Sequence protein = protein(residues);
    Sequence rna = rna(bases);
    for (String name : List.of(ScalarBackend.NAME, Backends.AUTO)) {
      try (Backend backend = Backends.open(name, BackendOptions.defaults(), message -> {});
          MapPredictor predictor = new MapPredictor(model, backend)) {
        assertReference(model, protein, rna, map(predictor, protein, rna), 2e-6);
      }
    }
  }

  @Test
  void score_oneHiddenLayer_equalsTheDenseForwardPass() {
    TrainedModel model = model(1, 2, 2, 7);
    Sequence protein = protein(11);
    Sequence rna = rna(13);
    try (Backend backend = new ScalarBackend();
        MapPredictor predictor = new MapPredictor(model, backend)) {
      assertReference(model, protein, rna, map(predictor, protein, rna), 1e-6);
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
    Architecture three =
        new Architecture(
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
      assertEquals(Optional.of(new Calibration(0.5, -3.25)), fitted.calibration());
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

  @Test
  void score_goldenModel_givesTheGoldenScores() throws IOException {
    TrainedModel model;
    try (InputStream in =
        MapPredictorTest.class.getResourceAsStream(
            "/org/ribond/engine/model/model-1.safetensors")) {
      model = ModelFile.read("golden", in.readAllBytes());
    }
    Sequence protein = new Sequence("p", Alphabet.PROTEIN, "MKRX");
    Sequence rna = new Sequence("r", Alphabet.RNA, "GANCU");
    try (Backend backend = new ScalarBackend();
        MapPredictor predictor = new MapPredictor(model, backend)) {
      float[][] found = map(predictor, protein, rna);
      for (int residue = 0; residue < GOLDEN_SCORES.length; residue++) {
        for (int base = 0; base < GOLDEN_SCORES[residue].length; base++) {
          assertEquals(GOLDEN_SCORES[residue][base], found[residue][base], 1e-7);
        }
      }
    }
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
    Calibration calibration = new Calibration(0.5, -2);

    assertEquals(0, calibration.apply(0));
    assertEquals(1, calibration.apply(1));
    assertTrue(calibration.apply(0.2) < calibration.apply(0.3));
  }
}
