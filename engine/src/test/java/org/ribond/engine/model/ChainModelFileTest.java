package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.DeepRam;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.Gate;
import org.ribond.engine.network.Lstm;
import org.ribond.engine.network.Normalisation;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.network.RnaFormer;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** Model files of networks on whole sequences. */
class ChainModelFileTest {
  private static final String GOLDEN = "chain-model-1.safetensors";

  private static final String LSTM =
      "{\"family\":\"lstm\",\"alphabet\":4,\"outputs\":2,\"word\":3,\"stack\":3,\"cell\":\"gru\","
          + "\"bidirectional\":true,\"units\":[5,3],\"dense\":4,\"input_dropout\":0.5,"
          + "\"dropout\":0.25}";

  private static final Dilated SMALL =
      new Dilated(
          new Dilated.Stem(1, List.of(3, 5), 5, 2, 7, true),
          new Dilated.Blocks(
              4, 3, List.of(1, 2), Gate.LINEAR, Normalisation.COLUMNS, Activation.GELU),
          new Dilated.Head(
              true,
              true,
              new RecurrentLayers(Recurrence.Cell.LSTM, true, List.of(2)),
              true,
              3,
              2,
              2,
              3,
              true,
              5),
          new Dilated.Rates(0.1f, 0.1f, 0.2f, 0.4f));

  /** The model of the golden file. */
  private static TrainedModel sample() {
    return model(new ChainArchitecture(4, 3, SMALL), 2);
  }

  private static TrainedModel model(ChainArchitecture architecture, int members) {
    SequencedMap<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.RIBOND_VERSION, "0.1.0");
    card.put(ModelCard.DATA, "none: initial weights, for tests");
    List<Weights> weights =
        List.of(Weights.initial(architecture, 7, 0), Weights.initial(architecture, 7, 1));
    return new TrainedModel(architecture, weights.subList(0, members), card);
  }

  private static byte[] bytes(Safetensors content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  private static void assertSame(TrainedModel expected, TrainedModel found) {
    assertEquals(expected.architecture(), found.architecture());
    assertEquals(expected.card(), found.card());
    assertEquals(expected.members().size(), found.members().size());
    for (int member = 0; member < expected.members().size(); member++) {
      List<Tensor> a = expected.members().get(member).tensors();
      List<Tensor> b = found.members().get(member).tensors();
      assertEquals(a.stream().map(Tensor::name).toList(), b.stream().map(Tensor::name).toList());
      for (int i = 0; i < a.size(); i++) {
        assertArrayEquals(a.get(i).values(), b.get(i).values(), 0f);
      }
    }
  }

  @Test
  void write_thenRead_ofEveryFamily_givesTheSame() throws IOException {
    List<Family> families = List.of(ConvLstm.PAPER, Lstm.PAPER, Conv.PAPER, DeepRam.DEFAULT, SMALL);
    assertEquals(Family.names(), families.stream().map(Family::name).toList());
    for (Family family : families) {
      assertReadAsWritten(new ChainArchitecture(4, 2, family));
    }
  }

  @Test
  void write_thenRead_ofEveryFamilyOnPairs_givesTheSame() throws IOException {
    Fold fold =
        new Fold(
            new Fold.Trunk(8, 5, List.of(1, 2), 2, 0.1f),
            new Fold.PairMap(4, List.of(1), 1, 2, 0),
            12,
            1);
    List<PairFamily> families = List.of(fold, RnaFormer.PUBLISHED);
    assertEquals(Family.pairNames(), families.stream().map(Family::name).toList());
    for (PairFamily family : families) {
      assertReadAsWritten(new ChainArchitecture(5, family.outputs(), family));
    }
  }

  @Test
  void parameters_ofThePublishedRnaFormer_areThePublishedNumber() {
    assertEquals(2_038_528, new ChainArchitecture(5, 2, RnaFormer.PUBLISHED).parameters());
  }

  private static void assertReadAsWritten(ChainArchitecture architecture) throws IOException {
    TrainedModel model = model(architecture, 1);
    byte[] file = bytes(ModelFile.encode(model));
    assertSame(model, ModelFile.read("m", file));
    int values =
        model.members().getFirst().tensors().stream().mapToInt(t -> t.values().length).sum();
    assertEquals(model.architecture().parameters(), values, architecture.family().name());
  }

  @Test
  void write_goldenModel_givesTheGoldenBytes() throws IOException {
    GoldenFile.check(GOLDEN, bytes(ModelFile.encode(sample())));
  }

  @Test
  void read_goldenFile_givesTheModel() throws IOException {
    assertSame(sample(), ModelFile.read(GOLDEN, GoldenFile.read(GOLDEN)));
  }

  @Test
  void encode_ofAFamily_isItsNumbersInOrder() {
    Lstm family =
        new Lstm(
            3, 3, new RecurrentLayers(Recurrence.Cell.GRU, true, List.of(5, 3)), 4, 0.5f, 0.25f);
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    assertEquals(LSTM, ArchitectureJson.encode(architecture));
    assertEquals(architecture, ArchitectureJson.decode("m", LSTM));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"lstm\",\"alphabet\" | \"rnn\",\"alphabet\" | family 'rnn' is none of [conv-lstm, lstm,",
        "\"family\":\"lstm\" | \"family\":3 | family is not what it should be",
        "\"alphabet\":4, | | alphabet is 0, which is not in 2..64",
        "\"alphabet\":4 | \"alphabet\":65 | alphabet is 65",
        "\"outputs\":2 | \"outputs\":0 | outputs is 0",
        "\"word\":3 | \"word\":9 | words of 9 letters are too many with an alphabet of 4",
        "\"word\":3 | \"word\":0 | word is 0",
        "\"word\":3 | \"word\":1.5 | word is no whole number",
        "\"word\":3, | | its word is missing",
        "\"word\":3 | \"word\":3,\"pool\":2 | 'pool' is unknown",
        "\"word\":3 | \"word\":3,\"word\":3 | appears twice",
        "\"stack\":3 | \"stack\":4 | stack is 4, which is not odd",
        "\"cell\":\"gru\" | \"cell\":\"GRU\" | cell 'GRU' is unknown",
        "\"bidirectional\":true | \"bidirectional\":1 | bidirectional is neither true nor false",
        "\"units\":[5,3] | \"units\":[5,0] | units is 0",
        "\"units\":[5,3] | \"units\":[] | units are none",
        "\"units\":[5,3] | \"units\":[5,99999] | units is 99999",
        "\"units\":[5,3] | \"units\":{} | units is not what it should be",
        "\"dropout\":0.25 | \"dropout\":1 | dropout is 1.0, which is not in [0, 1)",
        "\"dropout\":0.25 | \"dropout\":\"x\" | dropout is no number",
        "\"dropout\":0.25} | \"dropout\":0.25}{} | something follows it",
      })
  void decode_wrongNumber_saysWhichOne(String part, String replacement, String expected) {
    assertTrue(LSTM.contains(part), part);
    String json = LSTM.replace(part, replacement == null ? "" : replacement);
    String message =
        assertThrows(DataException.class, () -> ArchitectureJson.decode("m", json)).getMessage();
    assertTrue(message.startsWith("m: is no usable model: its architecture"), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void read_mutatedFiles_areRefusedOrValid() throws IOException {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("ChainModelFileTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = bytes(ModelFile.encode(sample()));
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = Mutation.of(original, random);
      try {
        TrainedModel model = ModelFile.read("m", mutated);
        assertSame(model, ModelFile.read("m", bytes(ModelFile.encode(model))));
      } catch (DataException e) {
        assertFalse(e.getMessage().contains("\n"), "seed " + seed + ": " + e.getMessage());
      }
    }
  }

  @Test
  void decode_mutatedArchitectures_areRefusedOrValid() {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("ChainModelFileTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    String original = ArchitectureJson.encode(sample().architecture());
    String letters = "0123456789.,:[]{}\"-eE trufalsn";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder mutated = new StringBuilder(original);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(mutated.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> mutated.setCharAt(at, letter);
          case 1 -> mutated.insert(at, letter);
          default -> mutated.deleteCharAt(at);
        }
      }
      try {
        assertTrue(ArchitectureJson.decode("m", mutated.toString()).parameters() > 0);
      } catch (DataException e) {
        assertFalse(e.getMessage().contains("\n"), "seed " + seed + ": " + e.getMessage());
      }
    }
  }

  @Test
  void windowArchitecture_ofAModelOfSequences_isRefusedInOneLine() throws IOException {
    TrainedModel sequences = sample();
    String message = assertThrows(DataException.class, sequences::windowArchitecture).getMessage();
    assertEquals(
        "the model is a network on whole sequences (dilated), not on pairs of windows", message);
    assertEquals(sequences.architecture(), sequences.chainArchitecture());

    TrainedModel windows = ModelFileTest.sample();
    message = assertThrows(DataException.class, windows::chainArchitecture).getMessage();
    assertEquals("the model is a network on pairs of windows, not on whole sequences", message);
  }
}
