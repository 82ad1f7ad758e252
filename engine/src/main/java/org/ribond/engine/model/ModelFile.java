package org.ribond.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * A trained model as one safetensors file: tensors {@code member.<i>.<layer>.<name>}, such as
 * {@code member.0.dense.1.weights}, and the metadata {@code format}, {@code format_version}, {@code
 * architecture} (JSON) and the model's card.
 *
 * <p>Equal models give equal bytes. A file of format version 1 stays readable by every later
 * version of Ribond.
 */
public final class ModelFile {
  /** Value of {@code format}. */
  public static final String FORMAT = "ribond-model";

  /** Value of {@code format_version}: the one that is written and the newest that is read. */
  public static final int FORMAT_VERSION = 1;

  private static final String FORMAT_KEY = "format";
  private static final String VERSION_KEY = "format_version";
  private static final String ARCHITECTURE_KEY = "architecture";
  private static final List<String> OWN_KEYS = List.of(FORMAT_KEY, VERSION_KEY, ARCHITECTURE_KEY);

  private ModelFile() {}

  /**
   * Replaces {@code path} by the model, whole or not at all.
   *
   * @throws DataException if the file cannot be written
   * @throws IllegalArgumentException if a member's weights are not those of the architecture
   */
  public static void write(Path path, TrainedModel model) {
    encode(model).write(path);
  }

  /**
   * The content of the model's file.
   *
   * @throws IllegalArgumentException if a member's weights are not those of the architecture, or
   *     the card has a fact under a name of the format's own
   */
  public static Safetensors encode(TrainedModel model) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(VERSION_KEY, Integer.toString(FORMAT_VERSION));
    metadata.put(ARCHITECTURE_KEY, ArchitectureJson.encode(model.architecture()));
    model
        .card()
        .forEach(
            (key, value) -> {
              if (metadata.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException(
                    "the card's '" + key + "' is a name of the file");
              }
            });
    List<Tensor> shapes = Weights.zeros(model.architecture()).tensors();
    List<Tensor> tensors = new ArrayList<>();
    for (int member = 0; member < model.members().size(); member++) {
      List<Tensor> weights = model.members().get(member).tensors();
      if (!shapes(weights).equals(shapes(shapes))) {
        throw new IllegalArgumentException(
            "member " + member + " has the weights of another architecture");
      }
      for (Tensor tensor : weights) {
        tensors.add(tensor.named(prefix(member) + tensor.name()));
      }
    }
    return new Safetensors(metadata, tensors);
  }

  private static List<String> shapes(List<Tensor> tensors) {
    return tensors.stream().map(t -> t.name() + " " + t.rows() + "x" + t.columns()).toList();
  }

  private static String prefix(int member) {
    return "member." + member + ".";
  }

  /**
   * Reads a model.
   *
   * @throws DataException if the file cannot be read, is no model, is of a later version or does
   *     not hold what its architecture demands; one line with the path
   */
  public static TrainedModel read(Path path) {
    return decode(path.toString(), Safetensors.read(path));
  }

  /** Reads the bytes of a model's file; {@code name} is for messages. See {@link #read(Path)}. */
  public static TrainedModel read(String name, byte[] content) {
    return decode(name, Safetensors.read(name, content));
  }

  private static TrainedModel decode(String name, Safetensors content) {
    SequencedMap<String, String> metadata = content.metadata();
    checkFormat(name, metadata);
    String json = metadata.get(ARCHITECTURE_KEY);
    if (json == null) {
      throw new DataException(name + ": is no usable model: its architecture is missing");
    }
    Architecture architecture = ArchitectureJson.decode(name, json);
    SequencedMap<String, String> card = new LinkedHashMap<>(metadata);
    OWN_KEYS.forEach(card::remove);
    return new TrainedModel(architecture, members(name, architecture, content.tensors()), card);
  }

  private static void checkFormat(String name, SequencedMap<String, String> metadata) {
    String format = metadata.getOrDefault(FORMAT_KEY, "");
    if (!format.equals(FORMAT)) {
      throw new DataException(
          name
              + ": is no Ribond model"
              + (format.isEmpty() ? "" : " but of the format " + SafetensorsHeader.quoted(format)));
    }
    String version = metadata.getOrDefault(VERSION_KEY, "");
    if (!version.equals(Integer.toString(FORMAT_VERSION))) {
      throw new DataException(
          name
              + ": is a model of format version "
              + SafetensorsHeader.quoted(version)
              + "; this Ribond reads version "
              + FORMAT_VERSION
              + ": use the version of Ribond that wrote it, or a newer one");
    }
  }

  /** The members' weights, whose places in the file are those that {@link #encode} gives them. */
  private static List<Weights> members(
      String name, Architecture architecture, List<Tensor> tensors) {
    long parameters = architecture.parameters();
    long stored = tensors.stream().mapToLong(tensor -> tensor.values().length).sum();
    if (stored == 0 || stored % parameters != 0 || parameters > Integer.MAX_VALUE) {
      throw new DataException(
          name
              + ": is no usable model: its architecture has "
              + parameters
              + " weights a member, the file has "
              + stored);
    }
    List<Tensor> shapes = Weights.zeros(architecture).tensors();
    int members = (int) (stored / parameters);
    if (tensors.size() != (long) members * shapes.size()) {
      throw new DataException(
          name
              + ": is no usable model: "
              + members
              + " members of its architecture have "
              + (long) members * shapes.size()
              + " tensors, the file has "
              + tensors.size());
    }
    // Other programs write tensors in an order of their own.
    Map<String, Tensor> byName =
        tensors.stream().collect(Collectors.toMap(Tensor::name, t -> t, (first, second) -> first));
    List<Weights> result = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      List<Tensor> weights = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        Tensor inPlace = tensors.get(member * shapes.size() + i);
        Tensor found = byName.getOrDefault(prefix(member) + shapes.get(i).name(), inPlace);
        weights.add(member(name, prefix(member), shapes.get(i), found));
      }
      result.add(new Weights(weights));
    }
    return result;
  }

  private static Tensor member(String file, String prefix, Tensor shape, Tensor found) {
    String expected = prefix + shape.name();
    if (!found.name().equals(expected)
        || found.rows() != shape.rows()
        || found.columns() != shape.columns()) {
      throw new DataException(
          file
              + ": is no usable model: it has "
              + SafetensorsHeader.quoted(found.name())
              + " of "
              + found.rows()
              + "x"
              + found.columns()
              + " where its architecture demands '"
              + expected
              + "' of "
              + shape.rows()
              + "x"
              + shape.columns());
    }
    for (float value : found.values()) {
      if (!Float.isFinite(value)) {
        throw new DataException(
            file + ": is no usable model: '" + expected + "' has a value that is not finite");
      }
    }
    return found.named(shape.name());
  }
}
