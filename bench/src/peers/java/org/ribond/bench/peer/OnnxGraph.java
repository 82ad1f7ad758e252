package org.ribond.bench.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A model in the ONNX format, as far as the comparison needs it: operators without attributes,
 * floats in, floats out (protocol buffers of onnx.proto, IR version 8, operator set 13).
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  /** Adds a node with one output. */
  OnnxGraph node(String operator, List<String> inputs, String output) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(input -> text(node, 1, input));
    text(node, 2, output);
    text(node, 4, operator);
    bytes(graph, 1, node.toByteArray());
    return this;
  }

  /** Adds a constant. */
  OnnxGraph constant(String name, float[] values, long... shape) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long extent : shape) {
      number(tensor, 1, extent);
    }
    number(tensor, 2, FLOAT);
    text(tensor, 8, name);
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    bytes(tensor, 9, raw.array());
    bytes(graph, 5, tensor.toByteArray());
    return this;
  }

  /** Adds a constant of 64-bit integers: a shape for the operator Reshape. */
  OnnxGraph shape(String name, long... extents) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, extents.length);
    number(tensor, 2, INT64);
    text(tensor, 8, name);
    ByteBuffer raw = ByteBuffer.allocate(8 * extents.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(extents);
    bytes(tensor, 9, raw.array());
    bytes(graph, 5, tensor.toByteArray());
    return this;
  }

  /** Declares an input. */
  OnnxGraph input(String name, long... shape) {
    bytes(graph, 11, value(name, shape));
    return this;
  }

  /** Declares an output. */
  OnnxGraph output(String name, long... shape) {
    bytes(graph, 12, value(name, shape));
    return this;
  }

  private static byte[] value(String name, long... shape) {
    ByteArrayOutputStream extents = new ByteArrayOutputStream();
    for (long extent : shape) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      number(dimension, 1, extent);
      bytes(extents, 1, dimension.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    number(tensor, 1, FLOAT);
    bytes(tensor, 2, extents.toByteArray());
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    bytes(type, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    bytes(value, 2, type.toByteArray());
    return value.toByteArray();
  }

  /** The model's file. */
  byte[] toModel() {
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.writeBytes(graph.toByteArray());
    text(named, 2, "network");
    ByteArrayOutputStream operatorSet = new ByteArrayOutputStream();
    number(operatorSet, 2, OPERATOR_SET);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    number(model, 1, IR_VERSION);
    bytes(model, 7, named.toByteArray());
    bytes(model, 8, operatorSet.toByteArray());
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
