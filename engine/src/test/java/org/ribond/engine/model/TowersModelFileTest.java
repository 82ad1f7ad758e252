package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;

/** Model files of networks along two kinds of chains. */
class TowersModelFileTest {
  private static final String GOLDEN = "towers-model-1.safetensors";

  private static final String JSON =
      "{\"family\":\"towers\",\"residues\":{\"family\":\"tower\",\"alphabet\":20,\"outputs\":2,"
          + "\"stem\":3,\"given\":2,\"channels\":4,\"taps\":3,\"dilations\":[1,2],"
          + "\"dropout\":0.5},\"bases\":{\"family\":\"tower\",\"alphabet\":4,\"outputs\":2,"
          + "\"stem\":3,\"given\":0,\"channels\":2,\"taps\":3,\"dilations\":[1],"
          + "\"dropout\":0.25}}";

  private static final TowersArchitecture SMALL =
      new TowersArchitecture(
          new ChainArchitecture(20, 2, new Tower(3, 2, 4, 3, List.of(1, 2), 0.5f)),
          new ChainArchitecture(4, 2, new Tower(3, 0, 2, 3, List.of(1), 0.25f)));

  /** The model of the golden file. */
  private static TrainedModel sample() {
    SequencedMap<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.RIBOND_VERSION, "0.1.0");
    card.put(ModelCard.DATA, "none: initial weights, for tests");
    return new TrainedModel(
        SMALL, List.of(Weights.initial(SMALL, 7, 0), Weights.initial(SMALL, 7, 1)), card);
  }

  private static byte[] bytes(TrainedModel model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.encode(model).writeTo(out);
    return out.toByteArray();
  }

  @Test
  void write_goldenModel_givesTheGoldenBytes() throws IOException {
    GoldenFile.check(GOLDEN, bytes(sample()));
  }

  @Test
  void read_goldenFile_givesTheModel() throws IOException {
    TrainedModel read = ModelFile.read(GOLDEN, GoldenFile.read(GOLDEN));
    assertEquals(SMALL, read.architecture());
    assertEquals(sample().card(), read.card());
    for (int member = 0; member < 2; member++) {
      List<Tensor> expected = sample().members().get(member).tensors();
      List<Tensor> found = read.members().get(member).tensors();
      assertEquals(SMALL.parameters(), found.stream().mapToLong(t -> t.values().length).sum());
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).name(), found.get(i).name());
        assertArrayEquals(expected.get(i).values(), found.get(i).values());
      }
    }
  }

  @Test
  void encode_isBothParts() {
    assertEquals(JSON, ArchitectureJson.encode(SMALL));
    assertEquals(SMALL, ArchitectureJson.decode("m", JSON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"bases\" | \"other\" | towers have [residues, other] alone",
        "\"bases\" | \"residues\" | appears twice",
        "\"residues\":{\"family\":\"tower\", | \"residues\":{ | a tower begins with 'alphabet'",
        "\"residues\":{\"family\":\"tower\" | \"residues\":{\"family\":\"lstm\" | its word is missing",
        "\"outputs\":2,\"stem\":3,\"given\":2 | \"outputs\":3,\"stem\":3,\"given\":2 | no tower with 2",
        "\"stem\":3,\"given\":2 | \"stem\":4,\"given\":2 | stem is 4, which is not odd",
        "\"given\":2 | \"given\":-1 | given is -1",
        "\"dilations\":[1,2] | \"dilations\":[1,0] | dilations is 0",
      })
  void decode_wrongPart_saysWhat(String part, String replacement, String expected) {
    assertTrue(JSON.contains(part), part);
    String json = JSON.replace(part, replacement);
    String message =
        assertThrows(DataException.class, () -> ArchitectureJson.decode("m", json)).getMessage();
    assertTrue(message.startsWith("m: is no usable model: its architecture"), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void read_mutatedFiles_areRefusedOrValid() throws IOException {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("TowersModelFileTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = bytes(sample());
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = Mutation.of(original, random);
      try {
        assertTrue(ModelFile.read("m", mutated).architecture().parameters() > 0);
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + seed + ": " + e.getMessage());
      }
    }
  }
}
