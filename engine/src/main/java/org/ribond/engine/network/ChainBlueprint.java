package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;

/**
 * The tensors and the layers of an architecture of chains, in order; a {@link Family} adds them.
 * Layers refer to layers before them by number; the last one gives the outputs.
 */
final class ChainBlueprint {
  private static final int NO_MASK = -1;
  private static final int NO_LAYER = -1;
  private static final List<Boolean> FORWARD = List.of(false);
  private static final List<Boolean> BOTH = List.of(false, true);
  static final float EPSILON = 1e-5f;

  /** What the tensors of the last layer are called by. */
  static final String OUTPUT = "output.";

  private final ChainArchitecture architecture;
  private final TensorShape.Start start;
  private final List<TensorShape> tensors = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Mask> masks = new ArrayList<>();
  private final List<Scratch> scratch = new ArrayList<>();

  /**
   * A dropout mask.
   *
   * @param rate probability that an element is dropped
   * @param layer number of the layer whose output it is on
   */
  record Mask(float rate, int layer) {}

  /**
   * What a layer keeps from the forward to the backward pass besides its output.
   *
   * @param layer the layer
   * @param rows its rows; 0 for as many as the output has
   * @param width its columns
   */
  record Scratch(int layer, int rows, int width) {}

  private ChainBlueprint(ChainArchitecture architecture) {
    this.architecture = architecture;
    start =
        switch (architecture.family()) {
          case Dilated family -> TensorShape.Start.FAN_IN;
          case Fold family -> TensorShape.Start.FAN_IN;
          case Tower family -> TensorShape.Start.FAN_IN;
          case Family other -> TensorShape.Start.GLOROT;
        };
  }

  static ChainBlueprint of(ChainArchitecture architecture) {
    ChainBlueprint blueprint = new ChainBlueprint(architecture);
    int top =
        switch (architecture.family()) {
          case ConvLstm family -> family.build(blueprint);
          case Lstm family -> family.build(blueprint);
          case Conv family -> family.build(blueprint);
          case DeepRam family -> family.build(blueprint);
          case Dilated family -> family.build(blueprint);
          case IsoClr family -> family.build(blueprint);
          case Tower family -> family.build(blueprint);
          case Fold family -> family.build(new PairBlueprint(blueprint));
          case RnaFormer family -> family.build(new PairBlueprint(blueprint));
        };
    switch (architecture.family()) {
      case PairFamily ofPairs -> {}
      case IsoClr encoder -> encoder.output(blueprint, top, architecture.outputs());
      case Family other -> blueprint.output(top, architecture.outputs());
    }
    return blueprint;
  }

  /** Adds the linear layer that gives the outputs. */
  void output(int below, int outputs) {
    dense(OUTPUT, below, outputs, Activation.LINEAR, 0);
  }

  List<TensorShape> tensors() {
    return tensors;
  }

  List<Layer> layers() {
    return layers;
  }

  /** The dropout masks, by the numbers that layers know them by. */
  List<Mask> masks() {
    return masks;
  }

  /** What layers keep, by the numbers that they know it by. */
  List<Scratch> scratch() {
    return scratch;
  }

  /** All windows of all layers. */
  List<ChainWindow> windows() {
    return layers.stream()
        .filter(LettersLayer.class::isInstance)
        .map(LettersLayer.class::cast)
        .flatMap(layer -> layer.windows().stream())
        .toList();
  }

  /** How weights begin. */
  TensorShape.Start start() {
    return start;
  }

  int width(int layer) {
    return layers.get(layer).width();
  }

  /** See {@link ChainArchitecture#multiplyAdds}. */
  double multiplyAdds(int letters) {
    Layout source = Layout.chains(letters);
    List<Layout> layouts = new ArrayList<>();
    double sum = 0;
    for (Layer layer : layers) {
      layouts.add(layer.layout(source, layouts));
      double factors =
          switch (layer) {
            case LettersLayer read -> read.windows().stream().mapToInt(ChainWindow::width).sum();
            case ConvolutionLayer read -> (double) read.shape().width() * width(read.input());
            case DenseLayer read -> width(read.input());
            case MapConvolutionLayer read -> (double) read.shape().weightRows(width(read.input()));
            case AxialLayer read -> 2.0 * letters;
            case RecurrenceLayer read -> (double) read.recurrence().cell().gates() * read.width();
            case Layer other -> 0;
          };
      sum += factors * layer.width() * layouts.getLast().sites();
    }
    return sum;
  }

  /** Gather-sums of words; the activation is linear, or a rectifier where words are dropped. */
  int letters(
      String name, List<ChainWindow> windows, int width, Activation activation, float dropout) {
    return letters(name, windows, width, width, activation, dropout, TensorShape.Start.ZERO);
  }

  private int letters(
      String name,
      List<ChainWindow> windows,
      int width,
      int outputs,
      Activation activation,
      float dropout,
      TensorShape.Start biasStart) {
    int place = tensors.size();
    int inputs = 0;
    int reached = 0;
    for (ChainWindow window : windows) {
      if (window.input() == ChainWindow.Input.WORDS) {
        inputs += window.rows(architecture.alphabet());
        reached += window.width() * outputs;
      }
    }
    // A bag takes one word at a time.
    boolean isBag = windows.size() == 1 && windows.getFirst().width() == 1;
    for (ChainWindow window : windows) {
      tensors.add(
          new TensorShape(
              name + window.weights(),
              window.rows(architecture.alphabet()),
              width,
              start(window),
              isBag ? 1 : inputs,
              reached));
    }
    tensors.add(bias(name, width, inputs, biasStart));
    int kept = NO_MASK;
    if (windows.stream().anyMatch(window -> window.dropout() > 0)) {
      kept = scratch(1, width);
    }
    return add(new LettersLayer(windows, width, place, activation, mask(dropout), kept, true));
  }

  private TensorShape.Start start(ChainWindow window) {
    if (window.input() != ChainWindow.Input.WORDS) {
      return TensorShape.Start.OFFSET;
    }
    return window.masked() ? start : TensorShape.Start.WORDS;
  }

  /** The bias of a layer with so many inputs: random where its weights are of their inputs. */
  TensorShape bias(String name, int width, int inputs, TensorShape.Start biasStart) {
    boolean isRandom = start == TensorShape.Start.FAN_IN && biasStart == TensorShape.Start.ZERO;
    TensorShape.Start own = isRandom ? TensorShape.Start.FAN_IN : biasStart;
    return new TensorShape(name + "bias", 1, width, own, inputs);
  }

  int dense(String name, int below, int width, Activation activation, float dropout) {
    return dense(name, below, width, width, activation, dropout, TensorShape.Start.ZERO);
  }

  private int dense(
      String name,
      int below,
      int width,
      int outputs,
      Activation activation,
      float dropout,
      TensorShape.Start biasStart) {
    int inputs = width(below);
    int place = tensors.size();
    tensors.add(new TensorShape(name + "weights", inputs, width, start, inputs, outputs));
    tensors.add(bias(name, width, inputs, biasStart));
    if (!activation.isReversible()) {
      int linear = add(new DenseLayer(below, width, place, Activation.LINEAR, NO_MASK));
      return activated(linear, activation, dropout);
    }
    return add(new DenseLayer(below, width, place, activation, mask(dropout)));
  }

  /** A convolution with a reversible activation. */
  int convolution(
      String name, int below, int width, Convolution shape, Activation activation, float dropout) {
    int channels = width(below);
    int place = tensors.size();
    tensors.add(
        new TensorShape(
            name + "weights",
            shape.width() * channels,
            width,
            start,
            shape.width() * channels,
            shape.width() * width));
    tensors.add(bias(name, width, shape.width() * channels, TensorShape.Start.ZERO));
    return add(new ConvolutionLayer(below, width, place, shape, activation, mask(dropout)));
  }

  /** A linear layer without bias. */
  int unbiased(String name, int below, int width) {
    int place = tensors.size();
    int inputs = width(below);
    tensors.add(new TensorShape(name + "weights", inputs, width, start, inputs, width));
    return add(new DenseLayer(below, width, place, Activation.LINEAR, NO_MASK, false));
  }

  /** A linear unit for what is rare: its logit begins low. */
  int rare(String name, int below) {
    int inputs = width(below);
    int place = tensors.size();
    tensors.add(new TensorShape(name + "weights", inputs, 1, start, inputs, 1));
    tensors.add(new TensorShape(name + "bias", 1, 1, TensorShape.Start.RARE, inputs));
    return add(new DenseLayer(below, 1, place, Activation.LINEAR, NO_MASK));
  }

  /** Sums of a row of each window's table, without bias. */
  int table(String name, List<ChainWindow> windows, int width) {
    int place = tensors.size();
    for (ChainWindow window : windows) {
      int rows = window.rows(architecture.alphabet());
      tensors.add(
          new TensorShape(
              name + window.weights(), rows, width, TensorShape.Start.WORDS, rows, width));
    }
    return add(new LettersLayer(windows, width, place, Activation.LINEAR, NO_MASK, NO_MASK, false));
  }

  int pool(int below, Pooling pooling) {
    return add(new PoolLayer(below, width(below), pooling));
  }

  /** The maximum of each {@code sites} neighbouring sites. */
  int maximum(int below, int sites) {
    return sites == 1 ? below : pool(below, Pooling.windows(Pooling.Kind.MAX, sites));
  }

  int normalised(String name, int below, Normalisation normalisation) {
    return normalised(name, below, normalisation, EPSILON);
  }

  /** Normalised with {@code epsilon} added to variances. */
  int normalised(String name, int below, Normalisation normalisation, float epsilon) {
    if (normalisation == Normalisation.NONE) {
      return below;
    }
    int width = width(below);
    int place = tensors.size();
    tensors.add(new TensorShape(name + "gain", 1, width, TensorShape.Start.ONE, 0));
    tensors.add(TensorShape.bias(name + "bias", width));
    if (normalisation == Normalisation.ROWS) {
      return add(new RowNormalisationLayer(below, width, place, epsilon));
    }
    tensors.add(new TensorShape(name + "moments", 2, width, TensorShape.Start.MOMENTS, 0));
    int moments = scratch(2, width);
    scratch(2, width);
    return add(new ColumnNormalisationLayer(below, width, place, epsilon, moments));
  }

  int activated(int below, Activation activation, float dropout) {
    boolean isNeeded = activation != Activation.LINEAR || dropout > 0;
    return isNeeded
        ? add(new ActivationLayer(below, width(below), activation, mask(dropout)))
        : below;
  }

  int dropped(int below, float dropout) {
    return activated(below, Activation.LINEAR, dropout);
  }

  int sum(int a, int b) {
    return add(new SumLayer(a, b, width(a)));
  }

  /** Layer {@code below} times a constant. */
  int scaled(int below, float factor) {
    return add(new ScaleLayer(below, width(below), factor));
  }

  int product(int a, int b) {
    return add(new ProductLayer(a, b, width(a)));
  }

  int concatenated(List<Integer> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int width = parts.stream().mapToInt(this::width).sum();
    return add(new ConcatenateLayer(parts, width));
  }

  /** The sites of chains of {@code sites} each, side by side. */
  int flattened(int below, int sites) {
    return add(new FlattenLayer(below, sites * width(below)));
  }

  /** Recurrent layers on words, of which the last states are wanted. */
  int lastStates(ChainWindow window, RecurrentLayers recurrent) {
    return lastStates(states(NO_LAYER, List.of(window), recurrent));
  }

  /**
   * Recurrent layers on layer {@code below}: the states of the top one at every site, a layer for
   * each direction.
   */
  List<Integer> states(int below, RecurrentLayers recurrent) {
    return states(below, List.of(), recurrent);
  }

  private List<Integer> states(int below, List<ChainWindow> windows, RecurrentLayers recurrent) {
    List<Integer> top = List.of(below);
    for (int layer = 0; layer < recurrent.units().size(); layer++) {
      int read = concatenated(top);
      String name = "recurrent." + (layer + 1) + ".";
      int units = recurrent.units().get(layer);
      List<Integer> directions = new ArrayList<>();
      for (boolean reverse : recurrent.bidirectional() ? BOTH : FORWARD) {
        String direction = name + (reverse ? "reverse." : "forward.");
        Recurrence recurrence = new Recurrence(recurrent.cell(), reverse);
        List<ChainWindow> words = layer == 0 ? windows : List.of();
        directions.add(recurrence(direction, read, words, units, recurrence));
      }
      top = directions;
    }
    return top;
  }

  /** Of states at every site those where each direction ends. */
  int lastStates(List<Integer> directions) {
    List<Integer> ends = new ArrayList<>();
    for (int direction = 0; direction < directions.size(); direction++) {
      Pooling.Kind end = direction == 0 ? Pooling.Kind.LAST : Pooling.Kind.FIRST;
      ends.add(pool(directions.get(direction), Pooling.whole(end)));
    }
    return concatenated(ends);
  }

  private int recurrence(
      String name, int below, List<ChainWindow> windows, int units, Recurrence recurrence) {
    int gates = recurrence.cell().gates();
    TensorShape.Start bias =
        recurrence.cell() == Recurrence.Cell.LSTM
            ? TensorShape.Start.FORGET
            : TensorShape.Start.ZERO;
    String input = name + "input.";
    int read =
        windows.isEmpty()
            ? dense(input, below, gates * units, units, Activation.LINEAR, 0, bias)
            : letters(input, windows, gates * units, units, Activation.LINEAR, 0, bias);
    int place = tensors.size();
    tensors.add(new TensorShape(name + "state.weights", units, gates * units, start, units, units));
    return add(new RecurrenceLayer(read, units, place, recurrence, scratch(0, units)));
  }

  /** A linear layer with dropout, or dropout alone. */
  int head(int below, int dense, float dropout) {
    return dense == 0
        ? dropped(below, dropout)
        : dense("dense.1.", below, dense, Activation.LINEAR, dropout);
  }

  /** The mask of the next layer. */
  int mask(float dropout) {
    if (dropout == 0) {
      return NO_MASK;
    }
    masks.add(new Mask(dropout, layers.size()));
    return masks.size() - 1;
  }

  /** Something that the next layer keeps. */
  private int scratch(int rows, int width) {
    scratch.add(new Scratch(layers.size(), rows, width));
    return scratch.size() - 1;
  }

  /** Adds a layer; returns its number. */
  int add(Layer layer) {
    layers.add(layer);
    return layers.size() - 1;
  }
}
