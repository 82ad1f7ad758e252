package org.ribond.engine.label.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.label.train.LinearLabels;
import org.ribond.engine.label.train.PlantedLabels;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Gate;
import org.ribond.engine.network.Normalisation;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** Letters and filters whose worth is known beforehand. */
class ExplainTest {
  private static final LabelData DATA = PlantedLabels.classes(200, 1);

  private static final List<byte[]> CODES =
      IntStream.range(0, DATA.size()).mapToObj(DATA::codes).toList();

  /** TGACTC in the codes of ACGU. */
  private static final byte[] MOTIF = {3, 2, 0, 1, 3, 1};

  /**
   * A network of one filter, as wide as the motif and a letter, that counts the motif's letters and
   * is above 0 only if five or six are there; what is left of it is the logit of the first class.
   */
  private static LabelModel motifModel(int word, int stack) {
    ChainArchitecture architecture =
        new ChainArchitecture(4, 2, new Conv(word, stack, List.of(1), 7, 1, 0, 0, 0));
    Weights weights = Weights.zeros(architecture);
    List<Tensor> tensors = weights.tensors();
    int words = word == 1 ? 4 : 16;
    for (int tap = 0; tap < MOTIF.length; tap++) {
      for (int rest = 0; rest < words / 4; rest++) {
        // The first letter of a word is its highest digit.
        tensors.get(0).values()[tap * words + MOTIF[tap] * (words / 4) + rest] = 1;
      }
    }
    tensors.get(1).values()[0] = -4;
    tensors.get(2).values()[0] = 1;
    return LabelModel.of(
        new TrainedModel(
            architecture,
            List.of(weights),
            new LinkedHashMap<>(LabelFacts.of(DATA, Strands.FORWARD).entries())));
  }

  private static byte[] sequence() {
    byte[] codes = new byte[20];
    System.arraycopy(MOTIF, 0, codes, 8, MOTIF.length);
    return codes;
  }

  private static void isWorthTheMotif(LetterChanges changes) {
    assertEquals(2, changes.value(), 1e-4);
    assertEquals(20, changes.positions());
    for (int position = 0; position < 20; position++) {
      int code = sequence()[position];
      double expected = position >= 8 && position < 14 ? -1 : 0;
      for (int letter = 0; letter < 4; letter++) {
        assertEquals(
            letter == code ? 0 : expected,
            changes.change(position, letter),
            1e-4,
            position + " " + letter);
      }
      assertEquals(-expected, changes.worth(position, code), 1e-4);
    }
  }

  @Test
  void mutagenesis_ofAMotif_isWorthItsLettersAndNothingElse() {
    try (LabelPredictor predictor = new LabelPredictor(motifModel(1, 1), new ScalarBackend())) {
      isWorthTheMotif(Mutagenesis.of(predictor, sequence(), 0));
    }
  }

  @Test
  void gradients_ofAMotif_areWorthItsLettersAndNothingElse() {
    try (LabelPredictor predictor = new LabelPredictor(motifModel(1, 1), new ScalarBackend());
        InputGradients gradients = new InputGradients(predictor)) {
      isWorthTheMotif(gradients.of(sequence(), 0));
      assertThrows(IllegalArgumentException.class, () -> gradients.of(sequence(), 2));
    }
  }

  /** Two smooth networks that are all but linear in their letters, on both strands, calibrated. */
  private static LabelModel smoothModel() {
    ChainArchitecture architecture =
        new ChainArchitecture(
            4,
            2,
            new Dilated(
                new Dilated.Stem(1, List.of(5), 6, 1, 7, true),
                new Dilated.Blocks(
                    4, 3, List.of(1), Gate.LINEAR, Normalisation.COLUMNS, Activation.GELU),
                new Dilated.Head(false, true, RecurrentLayers.NONE, false, 0, 0, 2, 3, true, 5),
                Dilated.Rates.NONE));
    Random random = new Random(4);
    List<Weights> members = new ArrayList<>();
    for (int member = 0; member < 2; member++) {
      Weights weights = Weights.zeros(architecture);
      for (Tensor tensor : weights.tensors()) {
        float offset = tensor.name().endsWith("moments") || tensor.name().endsWith("gain") ? 1 : 0;
        float scale = tensor.name().contains("words.") ? 2e-3f : 1;
        for (int i = 0; i < tensor.values().length; i++) {
          tensor.values()[i] = scale * (offset + random.nextFloat() - 0.5f);
        }
      }
      members.add(weights);
    }
    LabelFacts facts = LabelFacts.of(DATA, Strands.BOTH);
    return new LabelModel(
        new TrainedModel(architecture, members, new LinkedHashMap<>(facts.entries())),
        facts,
        Optional.of(new ClassCalibration(1.7, List.of(0.0, 0.0))));
  }

  @Test
  void gradients_ofNearlyLinearNetworks_areWhatMutantsChange() {
    byte[] codes = new byte[31];
    new Random(5).nextBytes(codes);
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i == 7 ? 4 : codes[i] & 3);
    }
    LetterChanges mutants;
    LetterChanges straight;
    try (LabelPredictor predictor = new LabelPredictor(smoothModel(), ScalarBackend.inDouble());
        InputGradients gradients = new InputGradients(predictor)) {
      mutants = Mutagenesis.of(predictor, codes, 1);
      straight = gradients.of(codes, 1);
    }

    assertEquals(mutants.value(), straight.value(), 1e-9);
    double greatest = 0;
    double worst = 0;
    for (int i = 0; i < mutants.changes().length; i++) {
      greatest = Math.max(greatest, Math.abs(mutants.changes()[i]));
      worst = Math.max(worst, Math.abs(mutants.changes()[i] - straight.changes()[i]));
    }
    assertTrue(greatest > 1e-5, "nothing changes: " + greatest);
    assertTrue(worst < 0.03 * greatest, worst + " of " + greatest);
  }

  @Test
  void gradients_ofALinearModel_areRefused() {
    LabelModel linear =
        LabelModel.of(
            LinearLabels.train(
                DATA, Optional.empty(), LinearOptions.DEFAULT, new LinkedHashMap<>()));
    try (LabelPredictor predictor = new LabelPredictor(linear, new ScalarBackend())) {
      assertThrows(DataException.class, () -> new InputGradients(predictor));
    }
  }

  @Test
  void mutagenesis_ofMoreMutantsThanAChunk_isThatOfEachAlone() {
    byte[] codes = new byte[400];
    System.arraycopy(MOTIF, 0, codes, 390, MOTIF.length);
    LetterChanges mutagenesis;
    try (LabelPredictor predictor = new LabelPredictor(motifModel(1, 1), new ScalarBackend())) {
      mutagenesis = Mutagenesis.of(predictor, codes, 1);
    }

    List<Integer> changed = new ArrayList<>();
    for (int position = 0; position < 400; position++) {
      if (Math.abs(mutagenesis.worth(position, codes[position])) > 0.5) {
        changed.add(position);
      }
    }
    assertEquals(List.of(390, 391, 392, 393, 394, 395), changed);
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          try (LabelPredictor predictor =
              new LabelPredictor(motifModel(1, 1), new ScalarBackend())) {
            Mutagenesis.of(predictor, codes, 2);
          }
        });
  }

  @Test
  void motifs_ofAFilterOfLettersOrWords_areWhatItCounts() {
    for (LabelModel model : List.of(motifModel(1, 1), motifModel(2, 1))) {
      List<FilterMotif> motifs = FilterMotifs.of(model, 0, CODES);

      FilterMotif motif = motifs.getFirst();
      assertEquals(1, motifs.size());
      assertEquals("conv.1.filter.1", motif.name());
      assertTrue(motif.consensus("ACGT").startsWith(PlantedLabels.MOTIF), motif.name());
      assertTrue(motif.sites() >= 90, motif.sites() + " sites");
      for (int place = 0; place < MOTIF.length; place++) {
        assertEquals(1, motif.frequency(place, MOTIF[place]), 1e-9);
      }
    }
  }

  @Test
  void motifs_ofALinearModel_areRefused() {
    LabelModel linear =
        LabelModel.of(
            LinearLabels.train(
                DATA, Optional.empty(), LinearOptions.DEFAULT, new LinkedHashMap<>()));

    String message =
        assertThrows(DataException.class, () -> FilterMotifs.of(linear, 0, CODES)).getMessage();

    assertTrue(message.startsWith("the model has no filters of letters"), message);
  }

  @Test
  void background_ofSequences_isShareOfEachLetter() {
    List<Double> background = FilterMotifs.background(CODES, 4);

    assertEquals(1, background.stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
    assertTrue(background.stream().allMatch(share -> share > 0.2 && share < 0.3));
  }

  @Test
  void writeMeme_ofOneMotif_isTheMinimalFormat() throws IOException {
    FilterMotif motif = new FilterMotif("f1", 4, new int[] {3, 1, 0, 0, 0, 0, 0, 0}, 4);
    StringWriter out = new StringWriter();

    FilterMotif.writeMeme(out, List.of(motif), "ACGT", List.of(0.25, 0.25, 0.25, 0.25), "+ -");

    assertArrayEquals(
        """
        MEME version 4

        ALPHABET= ACGT

        strands: + -

        Background letter frequencies
        A 0.250000 C 0.250000 G 0.250000 T 0.250000

        MOTIF f1 AA
        letter-probability matrix: alength= 4 w= 2 nsites= 4 E= 0
        0.750000\t0.250000\t0.000000\t0.000000
        0.250000\t0.250000\t0.250000\t0.250000
        """
            .lines()
            .toArray(),
        out.toString().lines().toArray());
  }
}
