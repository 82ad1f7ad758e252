package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ribond.engine.contact.predict.SmallMaps.architecture;
import static org.ribond.engine.contact.predict.SmallMaps.map;
import static org.ribond.engine.contact.predict.SmallMaps.model;
import static org.ribond.engine.contact.predict.SmallMaps.protein;
import static org.ribond.engine.contact.predict.SmallMaps.rna;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Probe;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Scores against a plain forward pass, window by window, and against stored ones. */
class MapPredictorParityTest {
  /** Of the golden model for MKRX and GANCU, as NumPy computes them in double from its file. */
  private static final double[][] GOLDEN_SCORES = {
    {0.188190545, 0.182425524, 0.180671174, 0.186294976, 0.187470399},
    {0.188680576, 0.189744069, 0.191894494, 0.189388907, 0.190074392},
    {0.175590133, 0.185743679, 0.178534428, 0.187674643, 0.198682799},
    {0.175319108, 0.187109054, 0.172759566, 0.189246281, 0.188557288},
  };

  @ParameterizedTest
  @EnumSource(
      value = NonLinearity.class,
      names = {"BATCH_TRANSFORMER"},
      mode = EnumSource.Mode.EXCLUDE)
  void score_everyNonLinearity_equalsTheDenseForwardPass(NonLinearity nonLinearity) {
    WindowArchitecture architecture = architecture(nonLinearity, 2, 1);
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
  void score_goldenModel_givesTheGoldenScores() throws IOException {
    TrainedModel model;
    try (InputStream in =
        MapPredictorParityTest.class.getResourceAsStream(
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
}
