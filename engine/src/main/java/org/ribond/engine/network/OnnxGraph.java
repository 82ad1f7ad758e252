package org.ribond.engine.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A graph of operators in the ONNX format (protocol buffers of onnx.proto, IR version 9, operator
 * set 20), as ONNX Runtime and others read it. Values are known by their names; those that nodes
 * need among themselves get names of their own.
 */
public final class OnnxGraph {
  private static final int IR_VERSION = 9;
  private static final int OPERATOR_SET = 20;

  /** Types of elements. */
  public enum Type {
    /** Single precision. */
    FLOAT(1),
    /** Integers of 64 bits. */
    INT64(7);

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  /** Extent of a dimension that is told when the graph runs. */
  public static final long ANY = -1;

  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED = 5;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
  private int names;

  /** A name that no other value has. */
  public String fresh() {
    return "v" + names++;
  }

  /** Adds a node without attributes; the name of its output, which is new. */
  public String node(String operator, String... inputs) {
    return node(operator, Map.of(), inputs);
  }

  /**
   * Adds a node with one output.
   *
   * @param attributes values that are a {@code Float}, an {@code Integer}, a {@code String} or a
   *     list of {@code Integer}
   * @param inputs names of what it reads; an empty one is an optional input that is left out
   * @return the name of its output, which is new
   */
  public String node(String operator, Map<String, Object> attributes, String... inputs) {
    String output = fresh();
    node(operator, attributes, List.of(inputs), output);
    return output;
  }

  /** Adds a node whose one output has a name that is given. */
  public void node(
      String operator, Map<String, Object> attributes, List<String> inputs, String output) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(input -> text(node, 1, input));
    text(node, 2, output);
    text(node, 4, operator);
    attributes.keySet().stream()
        .sorted()
        .forEach(name -> bytes(node, 5, attribute(name, attributes.get(name))));
    bytes(graph, 1, node.toByteArray());
  }

  private static byte[] attribute(String name, Object value) {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    text(attribute, 1, name);
    switch (value) {
      case Float number -> {
        varint(attribute, (2L << 3) | FIXED);
        ByteBuffer raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(number);
        attribute.writeBytes(raw.array());
        number(attribute, 20, ATTRIBUTE_FLOAT);
      }
      case Integer number -> {
        number(attribute, 3, number);
        number(attribute, 20, ATTRIBUTE_INT);
      }
      case String text -> {
        text(attribute, 4, text);
        number(attribute, 20, ATTRIBUTE_STRING);
      }
      case List<?> numbers -> {
        numbers.forEach(number -> number(attribute, 8, (Integer) number));
        number(attribute, 20, ATTRIBUTE_INTS);
      }
      default -> throw new IllegalArgumentException("attribute " + name + " of " + value);
    }
    return attribute.toByteArray();
  }

  /** Adds a constant of floats; its name, which is new. */
  public String constant(float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(Type.FLOAT, raw.array(), shape);
  }

  /** Adds a constant list of integers; its name, which is new. */
  public String integers(long... values) {
    return constant(Type.INT64, raw(values), values.length);
  }

  /** Adds a constant integer without dimensions; its name, which is new. */
  public String integer(long value) {
    return constant(Type.INT64, raw(value));
  }

  private static byte[] raw(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return raw.array();
  }

  private String constant(Type type, byte[] raw, long... shape) {
    String name = fresh();
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long extent : shape) {
      number(tensor, 1, extent);
    }
    number(tensor, 2, type.code);
    text(tensor, 8, name);
    bytes(tensor, 9, raw);
    bytes(graph, 5, tensor.toByteArray());
    return name;
  }

  /** Declares an input; {@link #ANY} is an extent that is told when the graph runs. */
  public void input(String name, Type type, long... shape) {
    bytes(graph, 11, value(name, type, shape));
  }

  /** Declares an output of floats. */
  public void output(String name, long... shape) {
    bytes(graph, 12, value(name, Type.FLOAT, shape));
  }

  private static byte[] value(String name, Type elements, long... shape) {
    ByteArrayOutputStream extents = new ByteArrayOutputStream();
    for (long extent : shape) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      if (extent == ANY) {
        text(dimension, 2, "batch");
      } else {
        number(dimension, 1, extent);
      }
      bytes(extents, 1, dimension.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, elements.code);
    bytes(tensor, 2, extents.toByteArray());
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    bytes(type, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    bytes(value, 2, type.toByteArray());
    return value.toByteArray();
  }

  /**
   * The file.
   *
   * @param version version of the program that makes it
   * @param metadata what else is to be known, in this order
   */
  public byte[] toModel(String version, Map<String, String> metadata) {
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.writeBytes(graph.toByteArray());
    text(named, 2, "network");
    ByteArrayOutputStream operatorSet = new ByteArrayOutputStream();
    number(operatorSet, 2, OPERATOR_SET);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    number(model, 1, IR_VERSION);
    text(model, 2, "ribond");
    text(model, 3, version);
    bytes(model, 7, named.toByteArray());
    bytes(model, 8, operatorSet.toByteArray());
    metadata.forEach(
        (key, value) -> {
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          text(entry, 1, key);
          text(entry, 2, value);
          bytes(model, 14, entry.toByteArray());
        });
    return model.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, int field, String text) {
    bytes(out, field, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, ((long) field << 3) | BYTES);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream out, int field, long number) {
    varint(out, ((long) field << 3) | VARINT);
    varint(out, number);
  }

  private static void varint(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
