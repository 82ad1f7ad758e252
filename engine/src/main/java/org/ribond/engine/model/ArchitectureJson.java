package org.ribond.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.LayerKind;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/**
 * An architecture as JSON:
 *
 * <pre>{"windows": [{"name": "residue", "alphabet": 20, "half_window": 7}, ...],
 *  "hidden": [256, 128], "activation": "relu", "dropout": 0.5, "classes": 2}</pre>
 *
 * <p>and {@code "kind"}, a {@link LayerKind} in lower case, before {@code "hidden"} where the
 * hidden layers are not dense. One of whole sequences begins with its family, whose numbers follow:
 *
 * <pre>{"family": "lstm", "alphabet": 4, "outputs": 2, "word": 3, "stack": 3, "cell": "lstm", ...}
 * </pre>
 *
 * <p>A linear model has {@code "linear"} in the place of a family; two networks along chains have
 * {@code "towers"}, then one of whole sequences each under {@code "residues"} and {@code "bases"}.
 */
final class ArchitectureJson {
  /**
   * Bounds of what is read: far beyond any network of use, small enough that no product of a
   * layer's sizes overflows.
   */
  private static final int MAX_LAYERS = 100;

  private static final int MAX_UNITS = 1 << 20;
  private static final int MAX_HALF_WINDOW = 1 << 14;
  private static final int MAX_ALPHABET = 1 << 10;

  private static final String FAMILY = "family";
  private static final String TOWERS = "towers";
  private static final String RESIDUES = "residues";
  private static final String BASES = "bases";
  private static final String LONGEST_WORD = "longest_word";
  private static final String FIRST_POSITION = "first_position";
  private static final String POSITIONS = "positions";

  private ArchitectureJson() {}

  static String encode(Architecture architecture) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      switch (architecture) {
        case WindowArchitecture windows -> write(windows, json);
        case ChainArchitecture chains -> write(chains, json);
        case TowersArchitecture towers -> write(towers, json);
        case LinearArchitecture linear -> write(linear, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(WindowArchitecture architecture, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("windows");
    for (Window window : architecture.windows()) {
      json.writeStartObject();
      json.writeStringField("name", window.name());
      json.writeNumberField("alphabet", window.alphabet());
      json.writeNumberField("half_window", window.halfWindow());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (architecture.kind() != LayerKind.DENSE) {
      json.writeStringField("kind", name(architecture.kind()));
    }
    json.writeArrayFieldStart("hidden");
    for (int units : architecture.hidden()) {
      json.writeNumber(units);
    }
    json.writeEndArray();
    json.writeStringField("activation", name(architecture.activation()));
    json.writeNumberField("dropout", architecture.dropout());
    json.writeNumberField("classes", architecture.classes());
  }

  private static void write(ChainArchitecture architecture, JsonGenerator json) throws IOException {
    json.writeStringField(FAMILY, architecture.family().name());
    json.writeNumberField("alphabet", architecture.alphabet());
    json.writeNumberField("outputs", architecture.outputs());
    for (Map.Entry<String, Object> entry : architecture.family().entries().entrySet()) {
      json.writeFieldName(entry.getKey());
      write(entry.getValue(), json);
    }
  }

  private static void write(TowersArchitecture architecture, JsonGenerator json)
      throws IOException {
    json.writeStringField(FAMILY, TOWERS);
    json.writeObjectFieldStart(RESIDUES);
    write(architecture.residues(), json);
    json.writeEndObject();
    json.writeObjectFieldStart(BASES);
    write(architecture.bases(), json);
    json.writeEndObject();
  }

  private static void write(LinearArchitecture architecture, JsonGenerator json)
      throws IOException {
    json.writeStringField(FAMILY, LinearArchitecture.NAME);
    json.writeNumberField("alphabet", architecture.alphabet());
    json.writeNumberField("outputs", architecture.outputs());
    json.writeNumberField(LONGEST_WORD, architecture.longestWord());
    json.writeNumberField(FIRST_POSITION, architecture.firstPosition());
    json.writeNumberField(POSITIONS, architecture.positions());
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Float number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case String name -> json.writeString(name);
      case List<?> list -> {
        json.writeStartArray();
        for (Object each : list) {
          write(each, json);
        }
        json.writeEndArray();
      }
      default -> throw new IllegalArgumentException("a family's number is a " + value.getClass());
    }
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads an architecture; {@code file} is for messages.
   *
   * @throws DataException if it is none, or of impossible size
   */
  static Architecture decode(String file, String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      Architecture architecture = new Decoder(json).architecture();
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows it");
      }
      return architecture;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String reason =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      throw new DataException(
          file
              + ": is no usable model: its architecture cannot be read: "
              + SafetensorsHeader.printable(reason, 200),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks the tokens; throws {@link IllegalArgumentException} where they are unexpected. */
  private static final class Decoder {
    private final JsonParser json;

    Decoder(JsonParser json) {
      this.json = json;
    }

    Architecture architecture() throws IOException {
      Set<String> seen = new HashSet<>();
      expect(json.nextToken(), JsonToken.START_OBJECT, "architecture");
      String first = field(seen);
      return first.equals(FAMILY) ? families(seen) : windows(first, seen);
    }

    private Architecture families(Set<String> seen) throws IOException {
      json.nextToken();
      String family = string(FAMILY);
      return family.equals(TOWERS) ? towers(seen) : sequences(family, seen);
    }

    private TowersArchitecture towers(Set<String> seen) throws IOException {
      Map<String, ChainArchitecture> parts = new LinkedHashMap<>();
      for (String key = field(seen); !key.isEmpty(); key = field(seen)) {
        expect(json.nextToken(), JsonToken.START_OBJECT, key);
        Set<String> own = new HashSet<>();
        expectFamily(field(own));
        json.nextToken();
        if (!(sequences(string(FAMILY), own) instanceof ChainArchitecture part)) {
          throw new IllegalArgumentException(key + " are no network");
        }
        parts.put(key, part);
      }
      if (!parts.keySet().equals(Set.of(RESIDUES, BASES))) {
        throw new IllegalArgumentException("towers have " + parts.keySet() + " alone");
      }
      return new TowersArchitecture(parts.get(RESIDUES), parts.get(BASES));
    }

    private static void expectFamily(String key) {
      if (!key.equals(FAMILY)) {
        throw new IllegalArgumentException("a tower begins with '" + key + "'");
      }
    }

    private Architecture sequences(String family, Set<String> seen) throws IOException {
      Map<String, Object> entries = new LinkedHashMap<>();
      int alphabet = 0;
      int outputs = 0;
      for (String key = field(seen); !key.isEmpty(); key = field(seen)) {
        json.nextToken();
        switch (key) {
          case "alphabet" -> alphabet = number(key, 2, MAX_ALPHABET);
          case "outputs" -> outputs = number(key, 1, MAX_ALPHABET);
          default -> entries.put(key, value(key));
        }
        if (entries.size() > MAX_LAYERS) {
          throw new IllegalArgumentException("it has more than " + MAX_LAYERS + " numbers");
        }
      }
      return family.equals(LinearArchitecture.NAME)
          ? linear(alphabet, outputs, entries)
          : new ChainArchitecture(alphabet, outputs, Family.of(family, entries));
    }

    private static LinearArchitecture linear(
        int alphabet, int outputs, Map<String, Object> entries) {
      if (entries.get(LONGEST_WORD) instanceof Integer word
          && entries.get(FIRST_POSITION) instanceof Integer first
          && entries.get(POSITIONS) instanceof Integer positions
          && entries.size() == 3) {
        return new LinearArchitecture(alphabet, outputs, word, first, positions);
      }
      throw new IllegalArgumentException("a linear model has the numbers " + entries.keySet());
    }

    private Object value(String key) throws IOException {
      return switch (json.currentToken()) {
        case VALUE_NUMBER_INT -> json.getIntValue();
        case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_STRING -> json.getText();
        case START_ARRAY -> integers(key);
        default -> throw new IllegalArgumentException(key + " is not what it should be");
      };
    }

    private WindowArchitecture windows(String first, Set<String> seen) throws IOException {
      List<Window> windows = List.of();
      LayerKind kind = LayerKind.DENSE;
      List<Integer> hidden = List.of();
      Activation activation = Activation.LINEAR;
      double dropout = 0;
      int classes = 0;
      for (String key = first; !key.isEmpty(); key = field(seen)) {
        json.nextToken();
        switch (key) {
          case "windows" -> windows = windows();
          case "kind" -> kind = named(LayerKind.values(), key);
          case "hidden" -> hidden = integers(key);
          case "activation" -> activation = named(Activation.values(), key);
          case "dropout" -> {
            if (!json.currentToken().isNumeric()) {
              throw new IllegalArgumentException("dropout is no number");
            }
            dropout = json.getDoubleValue();
          }
          case "classes" -> classes = number(key, 2, MAX_ALPHABET);
          default -> throw new IllegalArgumentException("'" + key + "' is unknown");
        }
      }
      seen.remove("kind");
      if (seen.size() != 5) {
        throw new IllegalArgumentException("it has " + seen + " alone");
      }
      return new WindowArchitecture(windows, kind, hidden, activation, (float) dropout, classes);
    }

    private List<Window> windows() throws IOException {
      expect(json.currentToken(), JsonToken.START_ARRAY, "windows");
      List<Window> windows = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken(), JsonToken.START_OBJECT, "window");
        windows.add(window());
        if (windows.size() > MAX_LAYERS) {
          throw new IllegalArgumentException("it has more than " + MAX_LAYERS + " windows");
        }
      }
      return windows;
    }

    private Window window() throws IOException {
      Set<String> seen = new HashSet<>();
      String name = "";
      int alphabet = 0;
      int halfWindow = 0;
      for (String key = field(seen); !key.isEmpty(); key = field(seen)) {
        json.nextToken();
        switch (key) {
          case "name" -> name = string(key);
          case "alphabet" -> alphabet = number(key, 1, MAX_ALPHABET);
          case "half_window" -> halfWindow = number(key, 0, MAX_HALF_WINDOW);
          default -> throw new IllegalArgumentException("a window's '" + key + "' is unknown");
        }
      }
      if (seen.size() != 3) {
        throw new IllegalArgumentException("a window has " + seen + " alone");
      }
      return new Window(name, alphabet, halfWindow);
    }

    private List<Integer> integers(String key) throws IOException {
      expect(json.currentToken(), JsonToken.START_ARRAY, key);
      List<Integer> numbers = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        numbers.add(number(key, 1, MAX_UNITS));
        if (numbers.size() > MAX_LAYERS) {
          throw new IllegalArgumentException(
              "it has more than " + MAX_LAYERS + " " + key + " layers");
        }
      }
      return numbers;
    }

    private <T extends Enum<T>> T named(T[] constants, String what) throws IOException {
      String name = string(what);
      for (T constant : constants) {
        if (name(constant).equals(name)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(what + " '" + name + "' is unknown");
    }

    /** The next field's name, or nothing at the end of the object. */
    private String field(Set<String> seen) throws IOException {
      if (json.nextToken() == JsonToken.END_OBJECT) {
        return "";
      }
      String name = json.currentName();
      if (name.isEmpty() || !seen.add(name)) {
        throw new IllegalArgumentException("'" + name + "' is unknown or appears twice");
      }
      return name;
    }

    private String string(String what) throws IOException {
      expect(json.currentToken(), JsonToken.VALUE_STRING, what);
      return json.getText();
    }

    private int number(String what, int least, int most) throws IOException {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      int number = json.getIntValue();
      if (number < least || number > most) {
        throw new IllegalArgumentException(
            what + " is " + number + ", which is not in " + least + ".." + most);
      }
      return number;
    }

    private static void expect(JsonToken found, JsonToken expected, String what) {
      if (found != expected) {
        throw new IllegalArgumentException(what + " is not what it should be");
      }
    }
  }
}
