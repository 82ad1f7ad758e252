package org.ribond.engine.label.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelRecord;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.label.train.PlantedLabels;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.DeepRam;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Lstm;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** What a predictor gives for sequences, one by one and in streams. */
class LabelPredictorTest {
  private static final LabelData DATA = PlantedLabels.classes(60, 1);
  private static final byte[] SEQUENCE = {0, 1, 2, 3, 4, 2, 0, 0, 1};

  private final Backend backend = new ScalarBackend();

  private static LabelModel model(Family family, Weights weights, Strands strands) {
    return model(family, List.of(weights), strands);
  }

  private static LabelModel model(Family family, Strands strands, int members) {
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    List<Weights> weights = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      weights.add(Weights.initial(architecture, 3, member));
    }
    return model(family, weights, strands);
  }

  private static LabelModel model(Family family, List<Weights> weights, Strands strands) {
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    SequencedMap<String, String> card = new LinkedHashMap<>(LabelFacts.of(DATA, strands).entries());
    return LabelModel.of(new TrainedModel(architecture, weights, card));
  }

  private float[] predict(LabelModel model, List<byte[]> sequences) {
    try (LabelPredictor predictor = new LabelPredictor(model, backend)) {
      return predictor.predict(sequences);
    }
  }

  private static LabelRecord record(String name, String letters) {
    return new LabelRecord(name, letters, List.of(), Optional.empty(), 7);
  }

  @Test
  void predict_veryShortSequences_everyFamilyGivesProbabilities() {
    List<byte[]> sequences = new ArrayList<>();
    for (int length = 1; length <= 4; length++) {
      sequences.add(new byte[length]);
    }
    sequences.add(new byte[] {4, 4});
    for (Family family :
        List.of(
            Conv.PAPER,
            ConvLstm.PAPER,
            Lstm.PAPER,
            DeepRam.DEFAULT,
            LabelDefaults.family(DATA),
            LabelDefaults.family(DATA.subset(new int[] {0})))) {
      float[] values = predict(model(family, Strands.BOTH, 1), sequences);

      for (int i = 0; i < values.length; i += 2) {
        assertTrue(values[i] >= 0 && values[i + 1] >= 0, family.name());
        assertEquals(1, values[i] + values[i + 1], 1e-5, family.name());
      }
    }
  }

  @Test
  void predict_onBothStrands_isTheMeanOfBothReadingsOfTheNetwork() {
    LabelModel model = model(PlantedLabels.DILATED, random(0), Strands.BOTH);
    float[] readings;
    try (ChainNetwork network =
        new ChainNetwork(backend, model.trained().chainArchitecture(), random(0))) {
      boolean[] isReverse = {true, false};
      List<int[]> letters = List.of(Strands.read(SEQUENCE, true), Strands.read(SEQUENCE, false));
      readings = network.probabilities(new Readings(letters, isReverse));
    }

    float[] values = predict(model, List.of(SEQUENCE));

    assertEquals((readings[1] + readings[3]) / 2, values[1], 1e-6);
    assertTrue(Math.abs(readings[1] - readings[3]) > 1e-3, "the strands give the same");
  }

  @Test
  void predict_reverseComplementWithStrandsAndPlacesSwapped_givesTheSame() {
    LabelModel model = model(PlantedLabels.DILATED, random(0), Strands.BOTH);
    Weights swapped = random(0);
    for (Tensor tensor : swapped.tensors()) {
      if (tensor.name().endsWith("strands") || tensor.name().endsWith("places")) {
        reverseRows(tensor);
      }
    }
    byte[] reverse = {2, 3, 3, 1, 4, 0, 1, 2, 3};

    float[] expected = predict(model, List.of(SEQUENCE));

    assertArrayEquals(
        expected,
        predict(model(PlantedLabels.DILATED, swapped, Strands.BOTH), List.of(reverse)),
        1e-6f);
    assertTrue(
        Math.abs(predict(model, List.of(reverse))[1] - expected[1]) > 1e-4,
        "strands and places are not seen");
  }

  /** Weights in which strands and places count. */
  private static Weights random(int member) {
    Weights weights =
        Weights.initial(new ChainArchitecture(4, 2, PlantedLabels.DILATED), 3, member);
    Random random = new Random(5);
    for (Tensor tensor : weights.tensors()) {
      if (tensor.name().endsWith("strands") || tensor.name().endsWith("places")) {
        for (int i = 0; i < tensor.values().length; i++) {
          tensor.values()[i] = 4 * random.nextFloat() - 2;
        }
      }
    }
    return weights;
  }

  private static void reverseRows(Tensor tensor) {
    float[] before = tensor.values().clone();
    int width = tensor.columns();
    for (int row = 0; row < tensor.rows(); row++) {
      System.arraycopy(
          before, (tensor.rows() - 1 - row) * width, tensor.values(), row * width, width);
    }
  }

  @Test
  void predict_membersAndStrands_givesTheMeanOfTheirProbabilities() {
    byte[] reverse = {2, 3, 3, 1, 4, 0, 1, 2, 3};
    LabelModel both = model(PlantedLabels.CONV, Strands.BOTH, 2);
    LabelModel forward = model(PlantedLabels.CONV, Strands.FORWARD, 2);
    double sum = 0;
    for (Weights member : forward.trained().members()) {
      TrainedModel alone =
          new TrainedModel(
              forward.trained().architecture(), List.of(member), forward.trained().card());
      float[] values = predict(LabelModel.of(alone), List.of(SEQUENCE, reverse));
      sum += values[1] + values[3];
    }

    float[] values = predict(both, List.of(SEQUENCE, reverse));

    assertEquals(sum / 4, values[1], 1e-6);
    assertEquals(values[1], values[3], 1e-6);
    assertTrue(
        Math.abs(predict(forward, List.of(SEQUENCE))[1] - values[1]) > 1e-6,
        "the strands give the same");
  }

  @Test
  void predict_calibrated_movesProbabilitiesByTheTemperature() {
    LabelModel plain = model(PlantedLabels.CONV, Strands.FORWARD, 1);
    SequencedMap<String, String> card = new LinkedHashMap<>(plain.trained().card());
    card.putAll(LabelModel.entries(new ClassCalibration(2, List.of(0.0, 0.5))));
    LabelModel sharper =
        LabelModel.of(
            new TrainedModel(plain.trained().architecture(), plain.trained().members(), card));

    float[] before = predict(plain, List.of(SEQUENCE));
    float[] after = predict(sharper, List.of(SEQUENCE));

    double odds = 2 * Math.log(before[1] / (double) before[0]) + 0.5;
    assertEquals(odds, Math.log(after[1] / (double) after[0]), 1e-5);
  }

  @Test
  void predict_byMajority_givesEachClassWhatMostMembersReach() {
    LabelModel together = model(PlantedLabels.CONV, Strands.BOTH, 3);
    float[][] each = new float[3][];
    for (int member = 0; member < 3; member++) {
      Weights weights = together.trained().members().get(member);
      each[member] = predict(model(PlantedLabels.CONV, weights, Strands.BOTH), List.of(SEQUENCE));
    }

    float[] found;
    try (LabelPredictor predictor = new LabelPredictor(together, backend, new Vote.AtLeast(2))) {
      found = predictor.predict(List.of(SEQUENCE));
    }

    double[] middle = new double[2];
    for (int label = 0; label < 2; label++) {
      double[] sorted = {each[0][label], each[1][label], each[2][label]};
      Arrays.sort(sorted);
      middle[label] = sorted[1];
    }
    assertEquals(middle[0] / (middle[0] + middle[1]), found[0], 1e-6);
    assertEquals(1, found[0] + found[1], 1e-6);
    Vote.AtLeast four = new Vote.AtLeast(4);
    assertThrows(IllegalArgumentException.class, () -> new LabelPredictor(together, backend, four));
  }

  @Test
  void predict_stream_givesEachRecordWhatItGetsAlone() {
    LabelModel model = model(PlantedLabels.CONV, Strands.BOTH, 1);
    // More than the sequences of a chunk.
    List<LabelRecord> records = new ArrayList<>();
    for (int i = 0; i < 2100; i++) {
      records.add(record("r" + i, DATA.letters(i % DATA.size())));
    }
    List<LabelPrediction> predictions = new ArrayList<>();
    try (LabelPredictor predictor = new LabelPredictor(model, backend)) {
      predictor.predict(records.iterator(), predictions::add);
      float[] set = predictor.predict(DATA, done -> {});

      assertEquals(records, predictions.stream().map(LabelPrediction::record).toList());
      for (int i = 0; i < predictions.size(); i++) {
        int row = i % DATA.size();
        assertArrayEquals(
            new float[] {set[2 * row], set[2 * row + 1]}, predictions.get(i).values(), 1e-6f);
      }
    }
  }

  @Test
  void predict_longStream_isTakenChunkByChunk() {
    int[] ahead = {0};
    int[] most = {0};
    Iterator<LabelRecord> records =
        new Iterator<>() {
          private int left = 10_000;

          @Override
          public boolean hasNext() {
            return left > 0;
          }

          @Override
          public LabelRecord next() {
            left--;
            most[0] = Math.max(most[0], ++ahead[0]);
            return record("r" + left, "ACGT");
          }
        };
    try (LabelPredictor predictor =
        new LabelPredictor(model(PlantedLabels.CONV, Strands.FORWARD, 1), backend)) {
      predictor.predict(records, prediction -> ahead[0]--);
    }

    assertEquals(0, ahead[0]);
    assertTrue(most[0] <= 2048, most[0] + " records at a time");
  }

  @Test
  void predict_whatIsNoSequence_failsWithRecordAndPosition() {
    try (LabelPredictor predictor =
        new LabelPredictor(model(PlantedLabels.CONV, Strands.FORWARD, 1), backend)) {
      assertEquals(
          "line 7: record 'bad', position 3: 'E' is no letter of the model's, which are ACGU",
          message(predictor, record("bad", "ACEG")));
      assertEquals("line 7: record 'none' has no letters", message(predictor, record("none", "")));
      assertThrows(IllegalArgumentException.class, () -> predictor.predict(List.of(new byte[0])));
    }
  }

  private static String message(LabelPredictor predictor, LabelRecord record) {
    return assertThrows(
            DataException.class,
            () -> predictor.predict(List.of(record).iterator(), prediction -> {}))
        .getMessage();
  }
}
