package org.ribond.engine.model;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Tensor;

/**
 * The JSON header of a safetensors file.
 *
 * @param metadata the strings of {@code __metadata__}, in the order of the file
 * @param entries the tensors, in the order of the header
 */
record SafetensorsHeader(SequencedMap<String, String> metadata, List<Entry> entries) {
  private static final String TYPE = "F32";
  private static final int PADDING = 8;
  private static final int QUOTED_LETTERS = 40;

  /**
   * Where a tensor lies.
   *
   * @param name its name
   * @param rows rows, 1 for a tensor of one dimension
   * @param columns columns
   * @param begin first byte, counted from the end of the header
   * @param end byte after its last
   */
  record Entry(String name, int rows, int columns, long begin, long end) {}

  /** The bytes of the header, padded. */
  static byte[] encode(Map<String, String> metadata, List<Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(Safetensors.METADATA);
        for (Map.Entry<String, String> fact : metadata.entrySet()) {
          json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (Tensor tensor : tensors) {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", TYPE);
        json.writeFieldName("shape");
        writePair(json, tensor.rows(), tensor.columns());
        json.writeFieldName("data_offsets");
        long end = offset + (long) tensor.values().length * Float.BYTES;
        writePair(json, offset, end);
        offset = end;
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (bytes.size() % PADDING != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > Safetensors.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "safetensors header of "
              + bytes.size()
              + " bytes; at most "
              + Safetensors.MAX_HEADER_BYTES
              + " are possible");
    }
    return bytes.toByteArray();
  }

  private static void writePair(JsonGenerator json, long first, long second) throws IOException {
    json.writeStartArray();
    json.writeNumber(first);
    json.writeNumber(second);
    json.writeEndArray();
  }

  /** Reads a header; {@code file} is for messages. Where the tensors lie is not yet checked. */
  static SafetensorsHeader decode(String file, byte[] bytes) {
    JsonFactory factory =
        JsonFactory.builder()
            // Names come from strangers: they are not to fill tables that outlive the parser.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    try (JsonParser json = factory.createParser(text(file, bytes))) {
      return new Decoder(file, json).header();
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + ": header is not valid JSON: " + printable(e.getOriginalMessage(), 200), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": header is not valid UTF-8", e);
    }
  }

  /**
   * The tensors by place in the file, once it is sure that they cover {@code dataBytes} without gap
   * or overlap.
   */
  List<Entry> inFileOrder(String file, long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long expected = 0;
    for (Entry entry : ordered) {
      if (entry.begin() != expected) {
        throw new DataException(
            file
                + ": tensor "
                + quoted(entry.name())
                + " begins at byte "
                + entry.begin()
                + " of the data, "
                + (entry.begin() > expected ? "after a gap" : "inside the one before it")
                + "; expected "
                + expected);
      }
      expected = entry.end();
    }
    if (expected != dataBytes) {
      throw new DataException(
          file
              + (expected > dataBytes ? ": is truncated: " : ": has bytes that belong to nothing: ")
              + "the tensors take "
              + expected
              + " bytes after the header, the file has "
              + dataBytes);
    }
    return ordered;
  }

  /** {@code name} in quotes, fit for one line of a message. */
  static String quoted(String name) {
    return "'" + printable(name, QUOTED_LETTERS) + "'";
  }

  static String printable(String text, int length) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), length); i++) {
      char letter = text.charAt(i);
      line.append(letter < ' ' || letter > '~' ? '?' : letter);
    }
    return text.length() > length ? line.append("...").toString() : line.toString();
  }

  /** Walks the header's tokens, which may be anything. */
  private static final class Decoder {
    private final String file;
    private final JsonParser json;

    Decoder(String file, JsonParser json) {
      this.file = file;
      this.json = json;
    }

    SafetensorsHeader header() throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT, "header");
      SequencedMap<String, String> metadata = new LinkedHashMap<>();
      List<Entry> entries = new ArrayList<>();
      Set<String> names = new HashSet<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = wellFormed(json.currentName());
        if (!names.add(name)) {
          throw wrong(quoted(name) + " appears twice");
        }
        if (name.equals(Safetensors.METADATA)) {
          readMetadata(metadata);
        } else {
          entries.add(entry(name));
        }
      }
      if (json.nextToken() != null) {
        throw wrong("goes on after its end");
      }
      return new SafetensorsHeader(metadata, entries);
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT, Safetensors.METADATA);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = wellFormed(json.currentName());
        expect(json.nextToken(), JsonToken.VALUE_STRING, "metadata " + quoted(key));
        if (metadata.put(key, wellFormed(json.getText())) != null) {
          throw wrong("metadata " + quoted(key) + " appears twice");
        }
      }
    }

    private Entry entry(String name) throws IOException {
      String what = "tensor " + quoted(name);
      expect(json.nextToken(), JsonToken.START_OBJECT, what);
      Set<String> missing = new HashSet<>(List.of("dtype", "shape", "data_offsets"));
      List<Long> shape = List.of();
      List<Long> offsets = List.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (!missing.remove(key)) {
          throw wrong(what + " has " + quoted(key) + ", which is unknown or repeated");
        }
        switch (key) {
          case "dtype" -> readType(what);
          case "shape" -> shape = sizes(what + ": shape", Integer.MAX_VALUE);
          default -> offsets = sizes(what + ": data_offsets", Long.MAX_VALUE);
        }
      }
      if (!missing.isEmpty()) {
        throw wrong(what + " lacks dtype, shape or data_offsets");
      }
      return entry(name, what, shape, offsets);
    }

    private Entry entry(String name, String what, List<Long> shape, List<Long> offsets) {
      if (shape.isEmpty()) {
        throw wrong(what + " has no dimension; one or two are readable");
      }
      if (offsets.size() != 2) {
        throw wrong(what + " has " + offsets.size() + " data_offsets instead of two");
      }
      long rows = shape.size() == 1 ? 1 : shape.getFirst();
      long columns = shape.getLast();
      // Neither factor is more than the largest int here, so the products fit a long.
      long elements = rows * columns;
      if (elements > Integer.MAX_VALUE - 64) {
        throw wrong(what + " has " + elements + " values, which is too many");
      }
      long begin = offsets.getFirst();
      long end = offsets.getLast();
      if (end - begin != elements * Float.BYTES) {
        throw wrong(
            what
                + " of "
                + elements
                + " values lies at bytes "
                + begin
                + " to "
                + end
                + ", which do not fit");
      }
      return new Entry(name, (int) rows, (int) columns, begin, end);
    }

    private void readType(String what) throws IOException {
      expect(json.nextToken(), JsonToken.VALUE_STRING, what + ": dtype");
      String type = json.getText();
      if (!type.equals(TYPE)) {
        throw wrong(what + " is of type " + quoted(type) + "; " + TYPE + " is readable");
      }
    }

    /** At most two numbers from 0 to {@code largest}. */
    private List<Long> sizes(String what, long largest) throws IOException {
      expect(json.nextToken(), JsonToken.START_ARRAY, what);
      List<Long> sizes = new ArrayList<>(2);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
        long size = json.getLongValue();
        if (size < 0 || size > largest) {
          throw wrong(what + " has the impossible size " + size);
        }
        if (sizes.size() == 2) {
          throw wrong(what + " has more than two numbers");
        }
        sizes.add(size);
      }
      return sizes;
    }

    /** {@code text}, unless its escapes make half a character, which could not be written again. */
    private String wellFormed(String text) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw wrong(quoted(text) + " is not valid Unicode");
      }
      return text;
    }

    private void expect(JsonToken found, JsonToken expected, String what) {
      if (found != expected) {
        throw wrong(what + " is not " + inWords(expected));
      }
    }

    private static String inWords(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> "a JSON object";
        case START_ARRAY -> "a JSON array";
        case VALUE_STRING -> "a string";
        default -> "a list of whole numbers";
      };
    }

    private DataException wrong(String what) {
      return new DataException(file + ": is no usable safetensors file: " + what);
    }
  }
}
