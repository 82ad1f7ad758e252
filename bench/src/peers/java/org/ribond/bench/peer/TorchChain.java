package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** A network on whole sequences in PyTorch (libtorch, through DJL), with Adam. */
final class TorchChain implements AutoCloseable {
  private static final float NORMALISATION_EPSILON = 1e-5f;
  private static final float SHARE = 0.1f;
  private static final int BASES = 4;
  private static final float BAG_SCALE = 8;

  private final Family family;
  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> constants = new HashMap<>();
  private final TorchAdam adam;
  private NDArray oneHot;
  private NDArray words;
  private NDArray labels;

  TorchChain(Family family, Weights weights) {
    this.family = family;
    for (Tensor tensor : weights.tensors()) {
      add(tensor);
    }
    adam = new TorchAdam(manager, parameters);
  }

  private void add(Tensor tensor) {
    String name = tensor.name();
    if (name.endsWith("strands")) {
      return;
    }
    if (name.endsWith("moments")) {
      int width = tensor.columns();
      constants.put(name + ".mean", manager.zeros(new Shape(width)));
      constants.put(name + ".variance", manager.ones(new Shape(width)));
      return;
    }
    boolean isVector = name.endsWith("bias") || name.endsWith("gain");
    NDArray matrix =
        manager.create(
            FloatBuffer.wrap(tensor.values()),
            isVector ? new Shape(tensor.columns()) : new Shape(tensor.rows(), tensor.columns()),
            DataType.FLOAT32);
    parameters.put(
        name, isVector || name.startsWith("bag.") ? matrix : ready(name, tensor, matrix));
  }

  /** In the form that PyTorch's operators take. */
  private NDArray ready(String name, Tensor tensor, NDArray matrix) {
    int values = convolved(name);
    if (values > 0) {
      int taps = tensor.rows() / values;
      return matrix.reshape(taps, values, tensor.columns()).transpose(2, 1, 0).duplicate();
    }
    if (name.endsWith("places")) {
      return matrix.transpose().duplicate();
    }
    return name.startsWith("recurrent.") ? matrix.transpose().duplicate() : matrix;
  }

  /** Channels that a convolution's weights are over, or 0 for other weights. */
  private int convolved(String name) {
    int words = name.indexOf("words.");
    if (words >= 0) {
      int letters = Integer.parseInt(name.substring(words + "words.".length()));
      return (int) Math.round(Math.pow(BASES, letters));
    }
    if (name.startsWith("conv.") && name.endsWith("weights")) {
      return ((ConvLstm) family).filters().get(name.charAt("conv.".length()) - '2');
    }
    return name.startsWith("block.") && name.endsWith("weights")
        ? ((Dilated) family).blocks().channels()
        : 0;
  }

  /** What is read, and the class of each sequence. */
  void load(List<int[]> letters, int[] classes) {
    int count = letters.size();
    int length = letters.getFirst().length;
    int read = family instanceof ConvLstm conv ? conv.word() : 1;
    oneHot = oneHot(letters, read, length);
    if (family instanceof Dilated dilated) {
      int size = dilated.head().bagWord();
      long[] codes = new long[count * length];
      int unknown = (int) Math.round(Math.pow(BASES, size));
      for (int i = 0; i < codes.length; i++) {
        codes[i] = Math.max(0, word(letters.get(i / length), i % length, size, unknown) % unknown);
      }
      words = manager.create(codes, new Shape(count, length));
    }
    float[] targets = new float[2 * count];
    for (int i = 0; i < count; i++) {
      targets[2 * i + classes[i]] = 1;
    }
    labels = manager.create(FloatBuffer.wrap(targets), new Shape(count, 2), DataType.FLOAT32);
  }

  private NDArray oneHot(List<int[]> letters, int size, int length) {
    int values = (int) Math.round(Math.pow(BASES, size));
    float[] vectors = new float[letters.size() * values * length];
    for (int i = 0; i < letters.size(); i++) {
      for (int site = 0; site < length; site++) {
        int word = word(letters.get(i), site, size, values);
        if (word < values) {
          vectors[(i * values + word) * length + site] = 1;
        }
      }
    }
    Shape shape = new Shape(letters.size(), values, length);
    return manager.create(FloatBuffer.wrap(vectors), shape, DataType.FLOAT32);
  }

  private static int word(int[] letters, int site, int size, int unknown) {
    int begin = site - (size - 1) / 2;
    if (begin < 0 || begin + size > letters.length) {
      return unknown;
    }
    int code = 0;
    for (int i = 0; i < size; i++) {
      code = code * BASES + letters[begin + i];
    }
    return code;
  }

  private NDArray parameter(String name) {
    return parameters.get(name);
  }

  private NDArray convolution(NDArray x, String weights, String bias, int dilation) {
    NDArray kernel = parameter(weights);
    long span = (kernel.getShape().get(2) - 1) * dilation;
    return Conv1d.conv1d(
            x, kernel, parameter(bias), new Shape(1), new Shape(span / 2), new Shape(dilation), 1)
        .singletonOrThrow();
  }

  private static NDArray halved(NDArray x) {
    return Pool.maxPool1d(x, new Shape(2), new Shape(2), new Shape(0), true);
  }

  private static NDArray dropped(NDArray x, float rate) {
    return rate > 0 ? JniUtils.dropout((PtNDArray) x, rate, true) : x;
  }

  private NDArray normalised(NDArray x, String name) {
    return BatchNorm.batchNorm(
            x,
            constants.get(name + "moments.mean"),
            constants.get(name + "moments.variance"),
            parameter(name + "gain"),
            parameter(name + "bias"),
            1,
            1 - SHARE,
            NORMALISATION_EPSILON,
            true)
        .singletonOrThrow();
  }

  private NDArray dense(NDArray x, String name) {
    return x.matMul(parameter(name + "weights")).add(parameter(name + "bias"));
  }

  private NDArray logits() {
    return switch (family) {
      case ConvLstm conv -> logits(conv);
      case Dilated dilated -> logits(dilated);
      default -> throw new IllegalArgumentException(family.name());
    };
  }

  private NDArray logits(ConvLstm conv) {
    NDArray x = dropped(oneHot, conv.inputDropout());
    x = convolution(x, "conv.1.words." + conv.word(), "conv.1.bias", 1);
    x = halved(x.getNDArrayInternal().relu());
    for (int layer = 2; layer <= conv.filters().size(); layer++) {
      x = convolution(x, "conv." + layer + ".weights", "conv." + layer + ".bias", 1);
      x = halved(x.getNDArrayInternal().relu());
    }
    x = x.transpose(2, 0, 1);
    for (int layer = 1; layer <= conv.recurrent().units().size(); layer++) {
      x = lstm(x, "recurrent." + layer + ".forward.", conv.recurrent().units().get(layer - 1));
    }
    NDArray last = x.get(x.getShape().get(0) - 1);
    return dense(dropped(dense(last, "dense.1."), conv.dropout()), "output.");
  }

  private NDArray lstm(NDArray x, String name, int units) {
    long count = x.getShape().get(1);
    NDArray none = constants.computeIfAbsent(name, key -> manager.zeros(new Shape(4L * units)));
    NDList state =
        new NDList(
            x.getManager().zeros(new Shape(1, count, units)),
            x.getManager().zeros(new Shape(1, count, units)));
    NDList weights =
        new NDList(
            parameter(name + "input.weights"),
            parameter(name + "state.weights"),
            parameter(name + "input.bias"),
            none);
    return x.getNDArrayInternal().lstm(x, state, weights, true, 1, 0, true, false, false).get(0);
  }

  private NDArray logits(Dilated dilated) {
    Dilated.Rates rates = dilated.rates();
    NDArray x = convolution(oneHot, "stem.1.words.1", "stem.1.bias", 1);
    x = Activation.gelu(normalised(x.add(parameter("stem.1.places")), "stem."));
    x = dropped(halved(x), rates.stem());
    List<Integer> dilations = dilated.blocks().dilations();
    for (int block = 1; block <= dilations.size(); block++) {
      String name = "block." + block + ".";
      int dilation = dilations.get(block - 1);
      NDArray input = Activation.gelu(normalised(x, name));
      NDArray value =
          dropped(
              convolution(input, name + "value.weights", name + "value.bias", dilation),
              rates.block());
      NDArray gate = convolution(input, name + "gate.weights", name + "gate.bias", dilation);
      x = x.add(value.mul(Activation.sigmoid(gate)));
    }
    x = Activation.gelu(normalised(x, "blocks."));
    NDArray bag =
        Embedding.embedding(
                words, parameter("bag.words." + dilated.head().bagWord()), SparseFormat.DENSE)
            .singletonOrThrow();
    NDArray mean = dropped(bag, rates.side()).mean(new int[] {1}).add(parameter("bag.bias"));
    NDArray head =
        x.max(new int[] {2}).concat(x.mean(new int[] {2}), 1).concat(mean.mul(BAG_SCALE), 1);
    head = dropped(normalised(head, "head."), rates.head());
    head = dropped(Activation.gelu(dense(head, "dense.1.")), rates.head());
    return dense(head, "output.");
  }

  /** One step of training; returns the loss before it. */
  float step() {
    float loss;
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> inputs =
          words == null ? List.of(oneHot, labels) : List.of(oneHot, words, labels);
      inputs.forEach(input -> input.attach(scope));
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray mean = logits().logSoftmax(1).mul(labels).sum().mul(-1f / labels.size(0));
        collector.backward(mean);
        loss = mean.getFloat();
      } finally {
        inputs.forEach(input -> input.attach(manager));
      }
    }
    adam.step();
    return loss;
  }

  @Override
  public void close() {
    manager.close();
  }
}
