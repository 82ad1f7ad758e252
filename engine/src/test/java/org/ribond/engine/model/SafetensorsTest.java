package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Tensor;

class SafetensorsTest {
  private static final String GOLDEN = "tensors-1.safetensors";

  @TempDir Path directory;

  private static Safetensors sample() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("zeta", "first, though last in the alphabet");
    metadata.put("alpha", "quotes \" and \n lines and µ");
    return new Safetensors(
        metadata,
        List.of(
            new Tensor("b", 2, 3, new float[] {1, -2.5f, 0.1f, Float.MIN_VALUE, 3e38f, -0f}),
            new Tensor("empty", 0, 4, new float[0]),
            new Tensor("a", 1, 1, new float[] {42})));
  }

  private static byte[] bytes(Safetensors content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  /** A file of this header and {@code dataBytes} zeros. */
  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static String failure(byte[] content) {
    String message =
        assertThrows(DataException.class, () -> Safetensors.read("x.safetensors", content))
            .getMessage();
    assertTrue(message.startsWith("x.safetensors: "), message);
    assertTrue(message.length() < 500 && message.lines().count() == 1, message);
    return message;
  }

  private static void assertSame(Safetensors expected, Safetensors found) {
    assertEquals(
        List.copyOf(expected.metadata().entrySet()), List.copyOf(found.metadata().entrySet()));
    assertEquals(expected.tensors().size(), found.tensors().size());
    for (int i = 0; i < expected.tensors().size(); i++) {
      Tensor a = expected.tensors().get(i);
      Tensor b = found.tensors().get(i);
      assertEquals(
          List.of(a.name(), a.rows(), a.columns()), List.of(b.name(), b.rows(), b.columns()));
      assertArrayEquals(a.values(), b.values(), 0f);
    }
  }

  @Test
  void write_thenRead_givesTheSame() {
    Path path = directory.resolve("a.safetensors");

    sample().write(path);

    assertSame(sample(), Safetensors.read(path));
  }

  @Test
  void write_moreValuesThanOneChunk_givesTheSame() throws IOException {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Safetensors content =
        new Safetensors(Map.of(), List.of(new Tensor("long", 1, values.length, values)));

    assertSame(content, Safetensors.read("x", bytes(content)));
  }

  @Test
  void write_sample_givesTheGoldenBytes() throws IOException {
    GoldenFile.check(GOLDEN, bytes(sample()));
  }

  @Test
  void read_goldenFile_givesTheSample() throws IOException {
    assertSame(sample(), Safetensors.read(GOLDEN, GoldenFile.read(GOLDEN)));
  }

  @Test
  void write_anyContent_alignsDataToEightBytes() throws IOException {
    for (int letters = 1; letters <= 9; letters++) {
      Safetensors content =
          new Safetensors(
              Map.of(), List.of(new Tensor("x".repeat(letters), 1, 1, new float[] {1})));
      byte[] bytes = bytes(content);

      long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();

      assertEquals(0, header % 8);
      assertEquals('{', bytes[8]);
      assertEquals(8 + header + 4, bytes.length);
    }
  }

  @Test
  void metadata_mapWithoutOrder_isSorted() {
    Safetensors content = new Safetensors(Map.of("c", "", "a", "", "b", ""), List.of());

    assertEquals(List.of("a", "b", "c"), List.copyOf(content.metadata().keySet()));
  }

  @Test
  void read_oneDimension_isARow() {
    byte[] content = file("{\"v\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", 12);

    Tensor tensor = Safetensors.read("x", content).find("v").orElseThrow();

    assertEquals(List.of(1, 3), List.of(tensor.rows(), tensor.columns()));
  }

  @Test
  void read_tensorsNotInFileOrder_arePutInOrder() {
    byte[] content =
        file(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            8);

    List<Tensor> tensors = Safetensors.read("x", content).tensors();

    assertEquals(List.of("a", "b"), tensors.stream().map(Tensor::name).toList());
  }

  @Test
  void construct_nameTwice_isRefused() {
    Tensor tensor = new Tensor("a", 1, 1, new float[1]);

    assertThrows(
        IllegalArgumentException.class, () -> new Safetensors(Map.of(), List.of(tensor, tensor)));
  }

  @Test
  void write_headerTooLong_isRefusedAndLeavesTheOldFile() throws IOException {
    Path path = directory.resolve("a.safetensors");
    Files.writeString(path, "old");
    Safetensors content = new Safetensors(Map.of("k", "x".repeat(1 << 20)), List.of());

    assertThrows(IllegalArgumentException.class, () -> content.write(path));

    assertEquals("old", Files.readString(path));
  }

  @Test
  void read_missingFileAndDirectory_areNamed() {
    Path missing = directory.resolve("none.safetensors");

    assertEquals(
        missing + ": no such file",
        assertThrows(DataException.class, () -> Safetensors.read(missing)).getMessage());
    assertEquals(
        directory + ": is a directory, not a file",
        assertThrows(DataException.class, () -> Safetensors.read(directory)).getMessage());
  }

  @Test
  void read_everyTruncation_isRefused() throws IOException {
    byte[] whole = bytes(sample());

    for (int length = 0; length < whole.length; length++) {
      failure(Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | header is not a JSON object",
        "{\"a\":1} | tensor 'a' is not a JSON object",
        "{\"a\":{}} | lacks dtype, shape or data_offsets",
        "{\"__metadata__\":[]} | __metadata__ is not a JSON object",
        "{\"__metadata__\":{\"k\":1}} | metadata 'k' is not a string",
        "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}} | metadata 'k' appears twice",
        "{\"__metadata__\":{},\"__metadata__\":{}} | '__metadata__' appears twice",
        "{} {} | goes on after its end",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} | of type 'F16'; F32 is",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1],\"data_offsets\":[0,4]}} | more than two",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}} | has no dimension",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | impossible size -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | whole numbers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}} | 'x', which",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}} | 1 data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}} | do not fit",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | after a gap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | is truncated",
        "{\"\\ud800\":1} | not valid JSON",
        "{\"__metadata__\":{\"k\":\"\\ud800\"}} | not valid Unicode",
        "{\"__metadata__\":{\"k\":\"\\udc00\"}} | not valid Unicode",
        "{} | bytes that belong to nothing",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,4]}}"
            + " | which is too many",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}"
            + " | not valid JSON",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | inside the one",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | appears twice",
      })
  void read_wrongHeader_saysWhatIsWrong(String header, String expected) {
    String message = failure(file(header, 4));

    assertTrue(message.contains(expected), message);
  }

  @Test
  void read_headerNotUtf8_isRefused() {
    byte[] content = file("{\"a\":1}", 0);
    content[10] = (byte) 0xFF;

    assertTrue(failure(content).contains("UTF-8"));
  }

  @Test
  void read_namesWithControlCharacters_giveOneLineMessages() {
    failure(file("{\"a\\n\\u001b[2J" + "x".repeat(500) + "\":1}", 4));
  }

  @Test
  void read_lengthsBeyondTheFile_areRefusedBeforeAllocation() {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 20, (1 << 20) + 1}) {
      byte[] content =
          ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      failure(content);
    }
  }

  /** Every mutation of a valid file gives an error in one line or content that survives writing. */
  @Test
  void read_mutatedFiles_areRefusedOrValid() throws IOException {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("SafetensorsTest: -Dtest.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = bytes(sample());
    boolean someValid = false;
    boolean someRefused = false;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = Mutation.of(original, random);
      try {
        Safetensors content = Safetensors.read("x", mutated);
        assertTrue(
            content.tensors().stream().mapToLong(t -> t.values().length).sum() * 4
                <= mutated.length,
            "seed " + seed);
        assertSame(content, Safetensors.read("x", bytes(content)));
        someValid = true;
      } catch (DataException e) {
        assertFalse(e.getMessage().contains("\n"), "seed " + seed + ": " + e.getMessage());
        someRefused = true;
      }
    }
    assertTrue(someValid && someRefused, "seed " + seed);
  }
}
