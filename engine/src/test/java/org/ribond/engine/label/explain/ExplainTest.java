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
import org.junit.jupiter.api.Test;
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
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** Letters and filters whose worth is known beforehand. */
class ExplainTest {
  private static final LabelData DATA = PlantedLabels.classes(200, 1);

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

  @Test
  void mutagenesis_ofAMotif_isWorthItsLettersAndNothingElse() {
    Mutagenesis mutagenesis;
    try (LabelPredictor predictor = new LabelPredictor(motifModel(1, 1), new ScalarBackend())) {
      mutagenesis = Mutagenesis.of(predictor, sequence(), 0);
    }

    assertEquals(2, mutagenesis.value(), 1e-4);
    assertEquals(20, mutagenesis.positions());
    for (int position = 0; position < 20; position++) {
      int code = sequence()[position];
      double expected = position >= 8 && position < 14 ? -1 : 0;
      for (int letter = 0; letter < 4; letter++) {
        assertEquals(
            letter == code ? 0 : expected,
            mutagenesis.change(position, letter),
            1e-4,
            position + " " + letter);
      }
      assertEquals(-expected, mutagenesis.worth(position, code), 1e-4);
    }
  }

  @Test
  void mutagenesis_ofMoreMutantsThanAChunk_isThatOfEachAlone() {
    byte[] codes = new byte[400];
    System.arraycopy(MOTIF, 0, codes, 390, MOTIF.length);
    Mutagenesis mutagenesis;
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
      List<FilterMotif> motifs = FilterMotifs.of(model, 0, DATA);

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
        assertThrows(DataException.class, () -> FilterMotifs.of(linear, 0, DATA)).getMessage();

    assertTrue(message.startsWith("the model has no filters of letters"), message);
  }

  @Test
  void background_ofSequences_isShareOfEachLetter() {
    List<Double> background = FilterMotifs.background(DATA);

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
