package org.ribond.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes results as JSON: maps (in their order), iterables, arrays of floats, numbers, strings,
 * booleans.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Json() {}

  /** {@code value} as JSON on one line. A number that is not finite becomes null. */
  public static String line(Object value) {
    return text(value, false);
  }

  /** {@code value} as indented JSON. */
  public static String pretty(Object value) {
    return text(value, true);
  }

  private static String text(Object value, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        generator.useDefaultPrettyPrinter();
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(generator, entry.getValue());
        }
        generator.writeEndObject();
      }
      case Iterable<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case float[] numbers -> {
        generator.writeStartArray();
        for (float number : numbers) {
          writeFinite(generator, number, Float.toString(number));
        }
        generator.writeEndArray();
      }
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Float number -> writeFinite(generator, number, number.toString());
      case Double number -> writeFinite(generator, number, number.toString());
      case Boolean truth -> generator.writeBoolean(truth);
      case String string -> generator.writeString(string);
      default ->
          throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
  }

  private static void writeFinite(JsonGenerator generator, double value, String text)
      throws IOException {
    if (Double.isFinite(value)) {
      generator.writeNumber(text);
    } else {
      generator.writeNull();
    }
  }
}
