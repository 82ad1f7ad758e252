package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

class ModelFileTest {
  static final String GOLDEN = "model-1.safetensors";

  @TempDir Path directory;

  /** The model of the golden file. */
  static TrainedModel sample() {
    WindowArchitecture architecture =
        new WindowArchitecture(
            List.of(new Window("residue", 20, 2), new Window("base", 4, 1)),
            List.of(6, 5),
            Activation.RELU,
            0.25f,
            2);
    Map<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.RIBOND_VERSION, "0.1.0");
    card.put(ModelCard.DATA, "none: initial weights, for tests");
    card.put(ModelCard.CALIBRATION_SLOPE, "0.75");
    card.put(ModelCard.CALIBRATION_INTERCEPT, "-1.5");
    return new TrainedModel(
        architecture,
        List.of(Weights.initial(architecture, 7, 0), Weights.initial(architecture, 7, 1)),
        card);
  }

  private static byte[] bytes(Safetensors content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  private static void assertSame(TrainedModel expected, TrainedModel found) {
    assertEquals(expected.architecture(), found.architecture());
    assertEquals(List.copyOf(expected.card().entrySet()), List.copyOf(found.card().entrySet()));
    assertEquals(expected.members().size(), found.members().size());
    for (int member = 0; member < expected.members().size(); member++) {
      List<Tensor> a = expected.members().get(member).tensors();
      List<Tensor> b = found.members().get(member).tensors();
      assertEquals(a.size(), b.size());
      for (int i = 0; i < a.size(); i++) {
        assertEquals(a.get(i).name(), b.get(i).name());
        assertArrayEquals(a.get(i).values(), b.get(i).values(), 0f);
      }
    }
  }

  private static String failure(Safetensors content) throws IOException {
    byte[] bytes = bytes(content);
    String message =
        assertThrows(DataException.class, () -> ModelFile.read("m", bytes)).getMessage();
    assertTrue(message.startsWith("m: "), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static Safetensors withMetadata(String key, String value) {
    Safetensors content = ModelFile.encode(sample());
    SequencedMap<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.put(key, value);
    return new Safetensors(metadata, content.tensors());
  }

  private static Safetensors withTensors(UnaryOperator<List<Tensor>> change) {
    Safetensors content = ModelFile.encode(sample());
    return new Safetensors(content.metadata(), change.apply(new ArrayList<>(content.tensors())));
  }

  @Test
  void write_thenRead_givesTheSame() {
    Path path = directory.resolve("m.safetensors");

    ModelFile.write(path, sample());

    assertSame(sample(), ModelFile.read(path));
  }

  @ParameterizedTest
  @EnumSource(NonLinearity.class)
  void write_everyNonLinearity_isReadAgain(NonLinearity nonLinearity) {
    WindowArchitecture architecture =
        new WindowArchitecture(
            sample().windowArchitecture().windows(),
            nonLinearity.kind(),
            List.of(6, 5, 3),
            nonLinearity.activation(),
            0.25f,
            2);
    Weights weights = Weights.initial(architecture, 7, 0);
    TrainedModel model = new TrainedModel(architecture, List.of(weights), Map.of());
    Path path = directory.resolve("m.safetensors");

    ModelFile.write(path, model);

    assertSame(model, ModelFile.read(path));
    long values = weights.tensors().stream().mapToLong(tensor -> tensor.values().length).sum();
    assertEquals(architecture.parameters(), values);
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
  void encode_twoMembers_namesTensorsByMemberAndLayer() {
    List<String> names = ModelFile.encode(sample()).tensors().stream().map(Tensor::name).toList();

    assertEquals(
        List.of("member.0.window.residue", "member.0.window.base", "member.0.window.bias"),
        names.subList(0, 3));
    assertEquals("member.1.dense.2.bias", names.getLast());
    assertEquals(14, names.size());
  }

  @Test
  void encode_weightsOfAnotherArchitecture_isRefused() {
    TrainedModel model = sample();
    WindowArchitecture other =
        new WindowArchitecture(
            model.windowArchitecture().windows(), List.of(6, 4), Activation.RELU, 0.25f, 2);

    assertThrows(
        IllegalArgumentException.class,
        () -> ModelFile.encode(new TrainedModel(other, model.members(), Map.of())));
  }

  @Test
  void encode_cardWithANameOfTheFormat_isRefused() {
    TrainedModel model = sample();

    assertThrows(
        IllegalArgumentException.class,
        () ->
            ModelFile.encode(
                new TrainedModel(
                    model.architecture(), model.members(), Map.of("format_version", "9"))));
  }

  @Test
  void read_laterVersion_saysWhichIsReadable() throws IOException {
    String message = failure(withMetadata("format_version", "2"));

    assertTrue(message.contains("format version '2'; this Ribond reads version 1"), message);
  }

  @Test
  void read_otherFormats_saysWhichItIs() throws IOException {
    assertTrue(
        failure(withMetadata("format", "ribond-checkpoint"))
            .contains("is no Ribond model but of the format 'ribond-checkpoint'"));
    assertEquals("m: is no Ribond model", failure(new Safetensors(Map.of(), List.of())));
  }

  @Test
  void read_truncatedFile_isRefused() throws IOException {
    Path path = directory.resolve("m.safetensors");
    ModelFile.write(path, sample());
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 1));

    String message = assertThrows(DataException.class, () -> ModelFile.read(path)).getMessage();

    assertTrue(message.contains("is truncated"), message);
  }

  @Test
  void read_missingTensor_isRefused() throws IOException {
    String message =
        failure(
            withTensors(
                tensors -> {
                  tensors.removeLast();
                  return tensors;
                }));

    assertTrue(message.contains("weights a member, the file has"), message);
  }

  @Test
  void read_tensorsInAnotherOrder_givesTheModel() throws IOException {
    assertSame(sample(), ModelFile.read("m", bytes(withTensors(List::reversed))));
  }

  @Test
  void read_weightThatIsNotFinite_isRefused() throws IOException {
    String message =
        failure(
            withTensors(
                tensors -> {
                  tensors.getFirst().values()[3] = Float.NaN;
                  return tensors;
                }));

    assertTrue(message.contains("'member.0.window.residue' has a value that is not"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | architecture is not what it should be",
        "[] | architecture is not what it should be",
        "{} | it has [] alone",
        "{\"windows\":[],\"windows\":[]} | appears twice",
        "{\"colour\":1} | 'colour' is unknown",
        "{\"windows\":[{\"name\":\"a\",\"alphabet\":20,\"half_window\":-1}]} | half_window is -1",
        "{\"windows\":[{\"name\":\"a\",\"alphabet\":0,\"half_window\":1}]} | alphabet is 0",
        "{\"windows\":[{\"name\":\"a\"}]} | a window has [name] alone",
        "{\"hidden\":[0]} | hidden is 0",
        "{\"hidden\":[9999999999]} | out of range",
        "{\"activation\":\"sine\"} | activation 'sine' is unknown",
        "{\"dropout\":\"much\"} | dropout is no number",
        "{\"windows\":[],\"hidden\":[1],\"activation\":\"relu\",\"dropout\":0,\"classes\":2}"
            + " | a network needs a window",
        "{\"windows\":[{\"name\":\"a\",\"alphabet\":1000,\"half_window\":16000}],"
            + "\"hidden\":[1000000,1000000],\"activation\":\"relu\",\"dropout\":0,\"classes\":2}"
            + " | weights a member, the file has",
      })
  void read_wrongArchitecture_saysWhatIsWrong(String json, String expected) throws IOException {
    String message = failure(withMetadata("architecture", json));

    assertTrue(message.contains(expected), message);
  }

  @Test
  void read_mutatedFiles_areRefusedOrValid() throws IOException {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("ModelFileTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = bytes(ModelFile.encode(sample()));
    for (int i = 0; i < 5_000; i++) {
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
  void models_unknownName_isRefusedInOneLine() {
    String message =
        assertThrows(DataException.class, () -> Models.read("no-such-model")).getMessage();

    assertTrue(message.startsWith("no-such-model: no such model file"), message);
    Models.names().forEach(name -> assertTrue(message.contains(name), message));
  }

  @Test
  void models_everyNamedModel_isReadable() {
    for (String name : Models.names()) {
      assertFalse(Models.read(name).members().isEmpty(), name);
    }
  }

  @Test
  void models_path_isRead() {
    Path path = directory.resolve("m.safetensors");
    ModelFile.write(path, sample());

    assertSame(sample(), Models.read(path.toString()));
  }
}
