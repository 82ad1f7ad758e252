package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Pooling;

/**
 * Writes a network on whole sequences as operators of an {@link OnnxGraph}, for sequences of one
 * length. A layer on the sites of sequences becomes a tensor batch x channels x sites, one on whole
 * sequences batch x channels. Dropout is for training alone and has no operator.
 */
public final class OnnxNetwork {
  /** Words of so many kinds at most are one-hot vectors and a convolution, others are looked up. */
  private static final int MOST_ONE_HOT = 8;

  private final OnnxGraph graph;
  private final ChainBlueprint blueprint;
  private final List<Tensor> tensors;
  private final int alphabet;
  private final int length;
  private final boolean isReverse;
  private final String letters;
  private final List<Layout> layouts = new ArrayList<>();
  private final Map<Integer, String> outputs = new HashMap<>();
  private final Map<Integer, String> words = new HashMap<>();

  private OnnxNetwork(
      OnnxGraph graph,
      ChainArchitecture architecture,
      Weights weights,
      String letters,
      int length,
      boolean isReverse) {
    this.graph = graph;
    this.letters = letters;
    this.length = length;
    this.isReverse = isReverse;
    alphabet = architecture.alphabet();
    blueprint = ChainBlueprint.of(architecture);
    weights.requireShapes(blueprint.tensors());
    tensors = weights.tensors();
    Layout source = Layout.chains(length);
    for (Layer layer : blueprint.layers()) {
      layouts.add(layer.layout(source, layouts));
    }
  }

  /**
   * Adds a network.
   *
   * @param letters name of the letter codes as they are read, batch x length integers; a code that
   *     is the alphabet's size is an unknown letter
   * @param length letters of every sequence, at least 1
   * @param isReverse whether the reverse complements of what was given are read
   * @return the name of its outputs, batch x outputs floats: logits of classes, or numbers
   * @throws IllegalArgumentException if a layer cannot be written
   */
  public static String add(
      OnnxGraph graph,
      ChainArchitecture architecture,
      Weights weights,
      String letters,
      int length,
      boolean isReverse) {
    OnnxNetwork network = new OnnxNetwork(graph, architecture, weights, letters, length, isReverse);
    return network.output(network.blueprint.layers().size() - 1);
  }

  /** Sites of a layer's output, or 0 where it is of whole sequences. */
  private int sites(int layer) {
    Layout layout = layouts.get(layer);
    return layout.kind() == Layout.Kind.SAMPLES ? 0 : layout.length(0);
  }

  private String output(int number) {
    String known = outputs.get(number);
    if (known == null) {
      known = write(number);
      outputs.put(number, known);
    }
    return known;
  }

  private String write(int number) {
    return switch (blueprint.layers().get(number)) {
      case LettersLayer layer -> activated(letters(layer), layer.activation());
      case ConvolutionLayer layer -> activated(convolution(layer), layer.activation());
      case DenseLayer layer -> activated(dense(layer), layer.activation());
      case ActivationLayer layer -> activated(output(layer.input()), layer.activation());
      case PoolLayer layer -> pool(layer);
      case RecurrenceLayer layer -> recurrence(layer);
      case ColumnNormalisationLayer layer -> normalisedColumns(layer);
      case RowNormalisationLayer layer -> normalisedRows(layer);
      case SumLayer layer -> graph.node("Add", output(layer.a()), output(layer.b()));
      case ProductLayer layer -> graph.node("Mul", output(layer.a()), output(layer.b()));
      case ScaleLayer layer ->
          graph.node("Mul", output(layer.input()), graph.constant(new float[] {layer.factor()}));
      case ConcatenateLayer layer ->
          graph.node(
              "Concat",
              Map.of("axis", 1),
              layer.inputs().stream().map(this::output).toArray(String[]::new));
      case FlattenLayer layer -> {
        String sitesFirst = transposed(output(layer.input()), 0, 2, 1);
        yield graph.node("Reshape", sitesFirst, graph.integers(-1, layer.width()));
      }
      case Layer other ->
          throw new IllegalArgumentException(
              other.getClass().getSimpleName() + " is not written as ONNX");
    };
  }

  private String transposed(String value, Integer... order) {
    return graph.node("Transpose", Map.of("perm", List.of(order)), value);
  }

  private String activated(String value, Activation activation) {
    return switch (activation) {
      case LINEAR -> value;
      case RELU -> graph.node("Relu", value);
      case LEAKY_RELU -> graph.node("LeakyRelu", Map.of("alpha", 0.01f), value);
      case SIGMOID -> graph.node("Sigmoid", value);
      case TANH -> graph.node("Tanh", value);
      case SOFTPLUS -> graph.node("Softplus", value);
      case SILU -> graph.node("Mul", value, graph.node("Sigmoid", value));
      case GELU -> graph.node("Gelu", Map.of("approximate", "tanh"), value);
    };
  }

  // Letters

  private String letters(LettersLayer layer) {
    int width = layer.width();
    // What does not depend on the letters: bias, place and strand, channels x sites.
    float[] constant = new float[width * length];
    float[] bias = tensors.get(layer.biasPlace()).values();
    for (int i = 0; i < constant.length; i++) {
      constant[i] = bias[i / length];
    }
    String sum = "";
    for (int window = 0; window < layer.windows().size(); window++) {
      ChainWindow seen = layer.windows().get(window);
      float[] rows = tensors.get(layer.place() + window).values();
      switch (seen.input()) {
        case WORDS -> {
          String part =
              seen.values(alphabet) <= MOST_ONE_HOT
                  ? oneHot(seen, rows, width)
                  : lookedUp(seen, rows, width);
          sum = sum.isEmpty() ? part : graph.node("Add", sum, part);
        }
        case PLACES, STRAND -> addConstant(seen, rows, width, constant);
        case POSITIONS, CODONS, EXONS ->
            throw new IllegalArgumentException(seen.weights() + " are not written as ONNX");
      }
    }
    return graph.node("Add", sum, graph.constant(constant, 1, width, length));
  }

  private void addConstant(ChainWindow seen, float[] rows, int width, float[] constant) {
    for (int site = 0; site < length; site++) {
      int given = isReverse ? length - 1 - site : site;
      int item =
          seen.input() == ChainWindow.Input.PLACES
              ? (int) ((long) given * seen.size() / length)
              : isReverse ? 1 : 0;
      for (int channel = 0; channel < width; channel++) {
        constant[channel * length + site] += rows[item * width + channel];
      }
    }
  }

  /** Codes of words of {@code size} letters, batch x length; unknown ones are the last code + 1. */
  private String words(int size) {
    return words.computeIfAbsent(size, key -> size == 1 ? letters : longWords(size));
  }

  private String longWords(int size) {
    long unknown = Math.round(Math.pow(alphabet, size));
    int before = (size - 1) / 2;
    String padded = padded(letters, before, size - 1 - before, alphabet);
    String code = "";
    String isUnknown = "";
    for (int i = 0; i < size; i++) {
      String letter = sliced(padded, i);
      String isNone = graph.node("Equal", letter, graph.integer(alphabet));
      long place = Math.round(Math.pow(alphabet, size - 1 - i));
      String value = graph.node("Mul", letter, graph.integer(place));
      code = code.isEmpty() ? value : graph.node("Add", code, value);
      isUnknown = isUnknown.isEmpty() ? isNone : graph.node("Or", isUnknown, isNone);
    }
    return graph.node("Where", isUnknown, graph.integer(unknown), code);
  }

  private String padded(String codes, int left, int right, long value) {
    return left + right == 0
        ? codes
        : graph.node("Pad", codes, graph.integers(0, left, 0, right), graph.integer(value));
  }

  /** As many codes as the sequence has, from {@code begin} on. */
  private String sliced(String padded, int begin) {
    return graph.node(
        "Slice", padded, graph.integers(begin), graph.integers(begin + length), graph.integers(1));
  }

  /** A convolution over the one-hot vectors of words. */
  private String oneHot(ChainWindow seen, float[] rows, int width) {
    int values = seen.values(alphabet);
    String vectors =
        graph.node(
            "OneHot",
            Map.of("axis", 1),
            words(seen.size()),
            graph.integer(values),
            graph.constant(new float[] {0, 1}, 2));
    return convolved(vectors, rows, values, width, Convolution.same(seen.width(), 1), "");
  }

  /** The sum of the rows that the words of a window select. */
  private String lookedUp(ChainWindow seen, float[] rows, int width) {
    int values = seen.values(alphabet);
    int half = seen.halfWindow();
    String padded = padded(words(seen.size()), half, half, values);
    String sum = "";
    for (int tap = 0; tap < seen.width(); tap++) {
      // One more row, of zeros, for words that are unknown.
      float[] table = Arrays.copyOf(rowsOf(rows, tap, values * width), (values + 1) * width);
      String codes = seen.width() == 1 ? padded : sliced(padded, tap);
      String part = graph.node("Gather", graph.constant(table, values + 1, width), codes);
      sum = sum.isEmpty() ? part : graph.node("Add", sum, part);
    }
    return transposed(sum, 0, 2, 1);
  }

  private static float[] rowsOf(float[] rows, int tap, int count) {
    return Arrays.copyOfRange(rows, tap * count, (tap + 1) * count);
  }

  // Layers on numbers

  private String convolution(ConvolutionLayer layer) {
    String bias = graph.constant(tensors.get(layer.place() + 1).values(), layer.width());
    return convolved(
        output(layer.input()),
        tensors.get(layer.place()).values(),
        blueprint.width(layer.input()),
        layer.width(),
        layer.shape(),
        bias);
  }

  /** A convolution with weights (taps x channels) x width; no bias if its name is empty. */
  private String convolved(
      String input, float[] rows, int channels, int width, Convolution shape, String bias) {
    int taps = shape.width();
    float[] kernel = new float[rows.length];
    for (int tap = 0; tap < taps; tap++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int out = 0; out < width; out++) {
          kernel[(out * channels + channel) * taps + tap] =
              rows[(tap * channels + channel) * width + out];
        }
      }
    }
    int right = shape.edge() == Convolution.Edge.SAME ? shape.span() - 1 - shape.left() : 0;
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", List.of(taps),
            "dilations", List.of(shape.dilation()),
            "strides", List.of(shape.stride()),
            "pads", List.of(shape.left(), right));
    String weights = graph.constant(kernel, width, channels, taps);
    return bias.isEmpty()
        ? graph.node("Conv", attributes, input, weights)
        : graph.node("Conv", attributes, input, weights, bias);
  }

  private String dense(DenseLayer layer) {
    Tensor weights = tensors.get(layer.place());
    String bias = graph.constant(tensors.get(layer.place() + 1).values(), layer.width());
    String input = output(layer.input());
    if (sites(layer.input()) > 0) {
      Convolution point = Convolution.same(1, 1);
      return convolved(input, weights.values(), weights.rows(), layer.width(), point, bias);
    }
    String matrix = graph.constant(weights.values(), weights.rows(), weights.columns());
    return graph.node("Gemm", input, matrix, bias);
  }

  private String pool(PoolLayer layer) {
    Pooling pooling = layer.pooling();
    String input = output(layer.input());
    int from = sites(layer.input());
    return switch (pooling.extent()) {
      case WINDOWS -> windows(pooling, input, from);
      case WHOLE -> whole(pooling.kind(), input, from);
      case PARTS -> {
        if (pooling.kind() != Pooling.Kind.MEAN) {
          throw new IllegalArgumentException("parts of " + pooling.kind() + " are not written");
        }
        yield graph.node(
            "MatMul", input, graph.constant(shares(pooling, from), from, pooling.width()));
      }
    };
  }

  private String windows(Pooling pooling, String input, int from) {
    int seen = (pooling.outputs(from) - 1) * pooling.stride() + pooling.width();
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", List.of(pooling.width()),
            "strides", List.of(pooling.stride()),
            "pads", List.of(0, Math.max(0, seen - from)));
    return switch (pooling.kind()) {
      case MAX -> graph.node("MaxPool", attributes, input);
      case MEAN -> graph.node("AveragePool", attributes, input);
      case FIRST, LAST ->
          throw new IllegalArgumentException("windows of " + pooling.kind() + " are not written");
    };
  }

  private String whole(Pooling.Kind kind, String input, int from) {
    Map<String, Object> dropped = Map.of("keepdims", 0);
    Map<String, Object> sites = Map.of("axis", 2);
    return switch (kind) {
      case MAX -> graph.node("ReduceMax", dropped, input, graph.integers(2));
      case MEAN -> graph.node("ReduceMean", dropped, input, graph.integers(2));
      case FIRST -> graph.node("Gather", sites, input, graph.integer(0));
      case LAST -> graph.node("Gather", sites, input, graph.integer(from - 1));
    };
  }

  /** Share of each site in each part's mean, sites x parts. */
  private static float[] shares(Pooling pooling, int from) {
    float[] shares = new float[from * pooling.width()];
    for (int part = 0; part < pooling.width(); part++) {
      int begin = pooling.begin(part, from);
      int end = pooling.end(part, from);
      for (int site = begin; site < end; site++) {
        shares[site * pooling.width() + part] = 1f / (end - begin);
      }
    }
    return shares;
  }

  private String normalisedColumns(ColumnNormalisationLayer layer) {
    float[] moments = tensors.get(layer.place() + 2).values();
    int width = layer.width();
    return graph.node(
        "BatchNormalization",
        Map.of("epsilon", layer.epsilon()),
        output(layer.input()),
        graph.constant(tensors.get(layer.place()).values(), width),
        graph.constant(tensors.get(layer.place() + 1).values(), width),
        graph.constant(Arrays.copyOf(moments, width), width),
        graph.constant(Arrays.copyOfRange(moments, width, 2 * width), width));
  }

  private String normalisedRows(RowNormalisationLayer layer) {
    boolean hasSites = sites(layer.input()) > 0;
    String input = output(layer.input());
    String normalised =
        graph.node(
            "LayerNormalization",
            Map.of("axis", -1, "epsilon", layer.epsilon()),
            hasSites ? transposed(input, 0, 2, 1) : input,
            graph.constant(tensors.get(layer.place()).values(), layer.width()),
            graph.constant(tensors.get(layer.place() + 1).values(), layer.width()));
    return hasSites ? transposed(normalised, 0, 2, 1) : normalised;
  }

  /** A recurrent layer. Where a linear layer prepares its gates, both are one operator. */
  private String recurrence(RecurrenceLayer layer) {
    OnnxRecurrence operator = new OnnxRecurrence(graph, layer.recurrence(), layer.width());
    float[] ofState = tensors.get(layer.place()).values();
    if (blueprint.layers().get(layer.gates()) instanceof DenseLayer dense) {
      float[] ofInput = tensors.get(dense.place()).values();
      float[] bias = tensors.get(dense.place() + 1).values();
      return operator.write(output(dense.input()), ofInput, bias, ofState);
    }
    return operator.write(output(layer.gates()), ofState);
  }
}
