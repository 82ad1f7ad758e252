package org.ribond.engine.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A training step of a small network, and the operations of a prediction, on fixed numbers: every
 * operation of {@link Backend} once or more, at sizes that several threads share.
 */
final class OperationScript {
  private static final int SAMPLES = 700;
  private static final int HIDDEN_1 = 203;
  private static final int HIDDEN_2 = 151;
  private static final int CHANNELS = 70;
  private static final int NORMALISED = 2100;
  private static final int HALF = 5;
  private static final int ALPHABET = 26;

  private final Backend backend;
  private final SplittableRandom random = new SplittableRandom(20);
  private final List<float[]> results = new ArrayList<>();

  private OperationScript(Backend backend) {
    this.backend = backend;
  }

  /** The values of all results, in the order of the operations. */
  static List<float[]> run(Backend backend) {
    OperationScript script = new OperationScript(backend);
    script.train();
    script.predict();
    script.otherKinds();
    script.alongChains();
    script.normalise();
    script.targets();
    script.recurrences();
    script.overMaps();
    script.alongLines();
    return script.results;
  }

  private void train() {
    Ints letters = ints(IntStream.range(0, 500).map(i -> i < HALF || i > 490 ? -1 : i % 27));
    Ints positions = ints(IntStream.range(0, SAMPLES).map(i -> HALF + i * 37 % 480));
    Ints labels = ints(IntStream.range(0, SAMPLES).map(i -> i % 3 == 0 ? 1 : 0));
    WindowInput input = new WindowInput(letters, positions, 0, ALPHABET, HALF);
    Dropout dropout = new Dropout(0.5f, 7, 1, 1, 3, 0);
    Matrix w1 = matrix(input.weightRows(), HIDDEN_1);
    Matrix b1 = matrix(1, HIDDEN_1);
    Matrix w2 = matrix(HIDDEN_1, HIDDEN_2);
    Matrix b2 = matrix(1, HIDDEN_2);
    Matrix w3 = matrix(HIDDEN_2, 2);
    Matrix b3 = matrix(1, 2);
    Matrix h1 = matrix(SAMPLES, HIDDEN_1);
    Matrix h2 = matrix(SAMPLES, HIDDEN_2);
    Matrix logits = matrix(SAMPLES, 2);
    backend.windowSum(
        List.of(input, input), List.of(w1, w1), h1, Epilogue.of(b1, Activation.RELU, dropout));
    keep(h1);
    backend.gemm(false, false, h1, w2, false, h2, Epilogue.of(b2, Activation.TANH, dropout));
    keep(h2);
    backend.gemm(false, false, h2, w3, false, logits, Epilogue.of(b3, Activation.LINEAR));
    keep(logits);
    Matrix weights = matrix(1, SAMPLES);
    Matrix loss = matrix(1, 1);
    backend.softmaxCrossEntropy(logits, labels, weights, 0, 0.01f, logits, loss);
    keep(logits);
    keep(loss);
    Matrix g3 = matrix(HIDDEN_2, 2);
    backend.gemm(true, false, h2, logits, true, g3, Epilogue.NONE);
    keep(g3);
    Matrix d2 = matrix(SAMPLES, HIDDEN_2);
    backend.gemm(false, true, logits, w3, false, d2, Epilogue.NONE);
    backend.activationGradient(Activation.TANH, dropout, h2, d2);
    keep(d2);
    Matrix gb2 = matrix(1, HIDDEN_2);
    backend.columnSums(d2, true, gb2);
    keep(gb2);
    Matrix g2 = matrix(HIDDEN_1, HIDDEN_2);
    backend.gemm(true, false, h1, d2, false, g2, Epilogue.NONE);
    keep(g2);
    Matrix d1 = matrix(SAMPLES, HIDDEN_1);
    backend.gemm(false, true, d2, w2, false, d1, Epilogue.NONE);
    backend.activationGradient(Activation.RELU, dropout, h1, d1);
    keep(d1);
    Matrix g1 = matrix(input.weightRows(), HIDDEN_1);
    backend.windowSumGradient(input, d1, g1);
    keep(g1);
    Matrix m = backend.allocate(HIDDEN_1, HIDDEN_2);
    Matrix v = backend.allocate(HIDDEN_1, HIDDEN_2);
    backend.adam(w2, g2, m, v, new AdamStep(0.001f, 0.9f, 0.999f, 1e-8f, 0.001f, 0.01f, 2));
    keep(w2);
    keep(m);
    keep(v);
  }

  private void otherKinds() {
    Matrix x = matrix(SAMPLES, HIDDEN_1);
    Matrix gradient = matrix(SAMPLES, HIDDEN_1);
    Matrix out = backend.allocate(SAMPLES, HIDDEN_1);
    Matrix centres = matrix(1, HIDDEN_1);
    Matrix widths = matrix(1, HIDDEN_1);
    backend.gaussian(x, centres, widths, out);
    keep(out);
    Matrix ofCentres = backend.allocate(1, HIDDEN_1);
    Matrix ofWidths = backend.allocate(1, HIDDEN_1);
    backend.gaussianGradient(x, centres, widths, out, gradient, ofCentres, ofWidths);
    keep(gradient);
    keep(ofCentres);
    keep(ofWidths);
    for (Activation activation : Activation.values()) {
      backend.pairSum(x, backend.allocate(1, HIDDEN_1), 0, out, activated(activation));
      keep(out);
      backend.slopeGradient(activation, Dropout.NONE, x, gradient);
      keep(gradient);
    }
    backend.multiply(x, out, true, gradient);
    backend.add(x, gradient);
    backend.scale(gradient, 0.5f);
    keep(gradient);
    Matrix sum = backend.allocate(1, 1);
    backend.squaredSum(gradient, sum);
    keep(sum);
    backend.momentum(x, gradient, out, new MomentumStep(0.1f, 0.9f, 0.01f, 0.01f));
    keep(x);
  }

  /** Enough sites for several blocks and several parts of every sum over them. */
  private void alongChains() {
    Layout chains = Layout.chains(101, 0, 350, 7, 101, 640);
    Matrix x = matrix(chains.sites(), CHANNELS);
    for (Convolution shape :
        List.of(Convolution.same(9, 4), new Convolution(4, 1, 3, Convolution.Edge.VALID))) {
      Matrix weights = matrix(shape.width() * CHANNELS, HIDDEN_2);
      Matrix bias = matrix(1, HIDDEN_2);
      int outputs = shape.layout(chains).sites();
      Matrix out = backend.allocate(outputs, HIDDEN_2);
      Dropout dropout = new Dropout(0.5f, 7, 1, 1, 3, 0);
      Epilogue epilogue = Epilogue.of(bias, Activation.TANH, dropout);
      backend.convolution(shape, chains, x, weights, out, epilogue);
      keep(out);
      Matrix gradient = matrix(outputs, HIDDEN_2);
      Matrix dx = matrix(chains.sites(), CHANNELS);
      backend.convolutionInputGradient(shape, chains, gradient, weights, true, dx);
      keep(dx);
      Matrix ofWeights = matrix(weights.rows(), HIDDEN_2);
      backend.convolutionWeightGradient(shape, chains, x, gradient, ofWeights);
      keep(ofWeights);
    }
    for (Pooling.Kind kind : Pooling.Kind.values()) {
      Pooling pooling = new Pooling(kind, Pooling.Extent.WINDOWS, 5, 3);
      int outputs = pooling.layout(chains).sites();
      Matrix out = backend.allocate(outputs, CHANNELS);
      backend.pool(pooling, chains, x, out);
      keep(out);
      Matrix dx = matrix(chains.sites(), CHANNELS);
      backend.poolGradient(pooling, chains, x, out, true, dx);
      keep(dx);
    }
  }

  private void normalise() {
    Matrix x = matrix(NORMALISED, HIDDEN_1);
    Matrix gain = matrix(1, HIDDEN_1);
    Matrix shift = matrix(1, HIDDEN_1);
    Matrix out = backend.allocate(NORMALISED, HIDDEN_1);
    Matrix ofGain = matrix(1, HIDDEN_1);
    Matrix ofShift = matrix(1, HIDDEN_1);
    backend.normaliseRows(x, gain, shift, 1e-5f, out);
    keep(out);
    backend.normaliseRowsGradient(x, gain, 1e-5f, out, ofGain, ofShift);
    keep(out);
    Matrix moments = backend.allocate(2, HIDDEN_1);
    backend.columnMoments(x, moments);
    keep(moments);
    backend.normaliseColumns(x, moments, gain, shift, 1e-5f, out);
    keep(out);
    backend.normaliseColumnsGradient(x, moments, gain, 1e-5f, out, ofGain, ofShift);
    keep(out);
    keep(ofGain);
    keep(ofShift);
  }

  private void targets() {
    Matrix outputs = matrix(SAMPLES, 3);
    Matrix targets = matrix(SAMPLES + 9, 3);
    Matrix weights = matrix(SAMPLES + 9, 3);
    Matrix gradient = backend.allocate(SAMPLES, 3);
    Matrix loss = backend.allocate(1, 1);
    backend.sigmoidCrossEntropy(outputs, targets, weights, 9, 0.01f, gradient, loss);
    keep(gradient);
    keep(loss);
    backend.squaredError(outputs, targets, weights, 9, 0.01f, gradient, loss);
    keep(gradient);
    keep(loss);
    Matrix views = matrix(40, 13);
    Matrix units = backend.allocate(40, 13);
    Matrix similarities = backend.allocate(40, 40);
    backend.normaliseLengths(views, units);
    keep(units);
    backend.gemm(false, true, units, units, false, similarities, Epilogue.NONE);
    Matrix ofPairs = matrix(1, 20);
    backend.contrastive(similarities, ofPairs, new Contrast(0.1f, true), 0.01f, similarities, loss);
    keep(similarities);
    keep(loss);
    backend.normaliseLengthsGradient(views, units);
    keep(units);
    Matrix wide = matrix(SAMPLES, 7);
    backend.copyColumns(gradient, 1, wide, 4, 2, true);
    keep(wide);
    Matrix flat = matrix(7, SAMPLES);
    backend.reshape(wide, flat, true);
    keep(flat);
  }

  private void recurrences() {
    Layout chains = Layout.chains(IntStream.range(0, 37).map(i -> i * 7 % 23).toArray());
    for (Recurrence.Cell cell : Recurrence.Cell.values()) {
      for (int units : new int[] {21, 48}) {
        Recurrence recurrence = new Recurrence(cell, units == 21);
        Matrix gates = matrix(chains.sites(), cell.gates() * units);
        Matrix weights = matrix(units, cell.gates() * units);
        Matrix out = matrix(chains.sites(), units);
        Matrix memory = matrix(chains.sites(), units);
        backend.recurrence(recurrence, chains, gates, weights, out, memory);
        keep(gates);
        keep(out);
        keep(memory);
        Matrix gradient = matrix(chains.sites(), units);
        Matrix ofWeights = matrix(units, cell.gates() * units);
        backend.recurrenceGradient(
            recurrence, chains, gates, weights, out, memory, gradient, ofWeights);
        keep(gates);
        keep(ofWeights);
      }
    }
  }

  /** Enough cells for several stripes and groups of them. */
  private void overMaps() {
    int[] sides = {71, 0, 40, 133};
    Layout maps = Layout.maps(sides, sides);
    Matrix x = matrix(maps.sites(), 20);
    for (MapConvolution shape :
        List.of(MapConvolution.full(3, 1), MapConvolution.depthwise(3, 2))) {
      Matrix weights = matrix(shape.weightRows(20), 20);
      Matrix bias = matrix(1, 20);
      Matrix out = backend.allocate(maps.sites(), 20);
      Dropout dropout = new Dropout(0.5f, 7, 1, 1, 3, 0);
      Epilogue epilogue = Epilogue.of(bias, Activation.RELU, dropout);
      backend.mapConvolution(shape, maps, x, weights, out, epilogue);
      keep(out);
      backend.mapConvolutionWeightGradient(shape, maps, x, out, weights);
      keep(weights);
      Matrix dx = matrix(maps.sites(), 20);
      backend.mapConvolutionInputGradient(shape, maps, out, weights, true, dx);
      keep(dx);
    }
    Matrix sums = matrix(MapSide.ROWS.chains(maps).sites(), 20);
    for (MapSide side : MapSide.values()) {
      backend.mapSums(side, maps, x, true, sums);
      keep(sums);
    }
    Layout chains = MapSide.ROWS.chains(maps);
    Matrix outer = matrix(maps.sites(), 20);
    backend.outerSum(chains, sums, chains, sums, true, outer);
    keep(outer);
    backend.transpose(maps, x, true, outer);
    keep(outer);
    Matrix gain = matrix(1, 20);
    Matrix shift = matrix(1, 20);
    backend.normaliseItems(maps, x, gain, shift, 1e-5f, outer);
    keep(outer);
    backend.normaliseItemsGradient(maps, x, gain, 1e-5f, outer, gain, shift);
    keep(outer);
    keep(gain);
    keep(shift);
  }

  private void alongLines() {
    int[] sides = {37, 50};
    Layout maps = Layout.maps(sides, sides);
    for (AxialAttention.Axis axis : AxialAttention.Axis.values()) {
      boolean isOfChains = axis == AxialAttention.Axis.CHAIN;
      Layout layout = isOfChains ? Layout.chains(70, 0, 9) : maps;
      AxialAttention attention = new AxialAttention(axis, 2);
      Matrix projected = matrix(layout.sites(), 3 * 34);
      Matrix out = backend.allocate(layout.sites(), 34);
      backend.axialAttention(attention, layout, projected, out);
      keep(out);
      Matrix gradient = backend.allocate(layout.sites(), 3 * 34);
      backend.axialAttentionGradient(attention, layout, projected, out, gradient);
      keep(gradient);
    }
  }

  private static Epilogue activated(Activation activation) {
    return new Epilogue(Optional.empty(), activation, Dropout.NONE);
  }

  private void predict() {
    Matrix p = matrix(40, HIDDEN_1);
    Matrix q = matrix(30, HIDDEN_1);
    Matrix b = matrix(1, HIDDEN_1);
    Matrix tile = backend.allocate(999, HIDDEN_1);
    backend.pairSum(p, q, 77, tile, Epilogue.of(b, Activation.SIGMOID));
    keep(tile);
    Matrix probabilities = backend.allocate(999, HIDDEN_1);
    backend.softmax(tile, probabilities);
    keep(probabilities);
  }

  private Matrix matrix(int rows, int columns) {
    Matrix matrix = backend.allocate(rows, columns);
    backend.upload(Parity.random(rows * columns, random), matrix);
    return matrix;
  }

  private Ints ints(IntStream values) {
    int[] array = values.toArray();
    Ints list = backend.allocateInts(array.length);
    backend.upload(array, list);
    return list;
  }

  private void keep(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    backend.download(matrix, values);
    results.add(values);
  }
}
