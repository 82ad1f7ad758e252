package org.ribond.engine.label.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.OnnxGraph;
import org.ribond.engine.network.OnnxNetwork;
import org.ribond.engine.network.Weights;

/**
 * Writes a model that labels sequences in the ONNX format: letters in, probabilities or numbers
 * out, over all members, strands and the calibration, as {@code label} gives them.
 */
public final class LabelOnnx {
  /** Name of the input: batch x length 64-bit integers, the letters' codes. */
  public static final String INPUT = "letters";

  /** Name of the output: batch x outputs floats. */
  public static final String OUTPUT = "answers";

  /** What a probability counts as at least before its logarithm is taken. */
  private static final float LEAST_PROBABILITY = 1e-30f;

  private final LabelModel model;
  private final int length;
  private final OnnxGraph graph = new OnnxGraph();

  private LabelOnnx(LabelModel model, int length) {
    this.model = model;
    this.length = length;
  }

  /**
   * The file.
   *
   * @param length letters of every sequence; without it that of all training sequences
   * @param version version of the program
   * @throws DataException if the model has no network, or training sequences differ in length and
   *     none is given
   */
  public static byte[] of(LabelModel model, Optional<Integer> length, String version) {
    if (model.linear().isPresent()) {
      throw new DataException("a linear model has no network to export");
    }
    LabelFacts facts = model.facts();
    if (length.isEmpty() && facts.shortest() != facts.longest()) {
      throw new DataException(
          "sequences in training had %d to %d letters: name one length"
              .formatted(facts.shortest(), facts.longest()));
    }
    return new LabelOnnx(model, length.orElse(facts.shortest())).write(version);
  }

  private byte[] write(String version) {
    graph.input(INPUT, OnnxGraph.Type.INT64, OnnxGraph.ANY, length);
    boolean readsBoth = model.facts().strands() == Strands.BOTH;
    ChainArchitecture architecture = model.trained().chainArchitecture();
    boolean isClassifier = model.facts().outputs() instanceof ModelOutputs.Classes;
    String sum = "";
    for (boolean isReverse : readsBoth ? List.of(false, true) : List.of(false)) {
      String letters = isReverse ? reverseComplement() : INPUT;
      for (Weights member : model.trained().members()) {
        String outputs = OnnxNetwork.add(graph, architecture, member, letters, length, isReverse);
        String answers = isClassifier ? graph.node("Softmax", Map.of("axis", 1), outputs) : outputs;
        sum = sum.isEmpty() ? answers : graph.node("Add", sum, answers);
      }
    }
    int readings = model.trained().members().size() * (readsBoth ? 2 : 1);
    String mean = graph.node("Mul", sum, number(1f / readings));
    finish(mean);
    graph.output(OUTPUT, OnnxGraph.ANY, model.facts().outputs().size());
    return graph.toModel(version, metadata());
  }

  private String number(float value) {
    return graph.constant(new float[] {value}, 1);
  }

  private String reverseComplement() {
    long[] places = LongStream.range(0, length).map(i -> length - 1 - i).toArray();
    String reversed = graph.node("Gather", Map.of("axis", 1), INPUT, graph.integers(places));
    // Complements stand opposite each other in the alphabet ACGU; the unknown letter stays.
    return graph.node("Gather", graph.integers(3, 2, 1, 0, 4), reversed);
  }

  private void finish(String mean) {
    switch (model.facts().outputs()) {
      case ModelOutputs.Classes classes -> {
        if (model.calibration().isEmpty()) {
          graph.node("Identity", Map.of(), List.of(mean), OUTPUT);
          return;
        }
        ClassCalibration calibration = model.calibration().get();
        String bounded = graph.node("Max", mean, number(LEAST_PROBABILITY));
        String scores =
            graph.node("Mul", graph.node("Log", bounded), number((float) calibration.slope()));
        String offsets = graph.constant(floats(calibration.offsets()), classes.size());
        String moved = graph.node("Add", scores, offsets);
        graph.node("Softmax", Map.of("axis", 1), List.of(moved), OUTPUT);
      }
      case ModelOutputs.Numbers numbers -> {
        String deviations = graph.constant(floats(numbers.deviations()), numbers.size());
        String scaled = graph.node("Mul", mean, deviations);
        String means = graph.constant(floats(numbers.means()), numbers.size());
        graph.node("Add", Map.of(), List.of(scaled, means), OUTPUT);
      }
    }
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private SequencedMap<String, String> metadata() {
    Molecule molecule = model.facts().molecule();
    StringBuilder letters = new StringBuilder();
    for (int code = 0; code <= molecule.alphabet().size(); code++) {
      letters.append(molecule.letter(code));
    }
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("task", LabelFacts.TASK);
    metadata.put("letters", letters.toString());
    metadata.put("length", String.valueOf(length));
    metadata.put("strands", model.facts().strands().label());
    metadata.put("answers", String.join("\t", model.facts().outputs().names()));
    return metadata;
  }
}
