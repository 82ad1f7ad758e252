package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * A network of the family fold in PyTorch (libtorch, through DJL), on RNAs of one length, with
 * Adam. Channels are the innermost dimension, in which PyTorch's convolutions are fastest.
 */
final class TorchFold implements AutoCloseable {
  private static final float EPSILON = 1e-5f;
  private static final int BASES = 4;
  private static final int TAPS = 3;

  private final Fold family;
  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final TorchAdam adam;
  private NDArray oneHot;
  private NDArray cells;
  private NDArray targets;

  TorchFold(Fold family, Weights weights) {
    this.family = family;
    for (Tensor tensor : weights.tensors()) {
      NDArray matrix = array(tensor.values(), new Shape(tensor.rows(), tensor.columns()));
      parameters.put(tensor.name(), ready(tensor, matrix));
    }
    adam = new TorchAdam(manager, parameters);
  }

  private NDArray array(float[] values, Shape shape) {
    return manager.create(FloatBuffer.wrap(values), shape, DataType.FLOAT32);
  }

  /** In the form that PyTorch's operators take. */
  private NDArray ready(Tensor tensor, NDArray matrix) {
    String name = tensor.name();
    int columns = tensor.columns();
    if (name.endsWith("convolution.weights")) {
      int width = family.trunk().width();
      return matrix.reshape(width, tensor.rows() / width, columns).transpose(2, 1, 0).duplicate();
    }
    if (name.startsWith("map.") && name.endsWith("weights")) {
      int channels = tensor.rows() / (TAPS * TAPS);
      return matrix.reshape(TAPS, TAPS, channels, columns).transpose(3, 2, 0, 1).duplicate();
    }
    boolean isVector = name.endsWith("bias") || name.endsWith("gain");
    return isVector ? matrix.reshape(columns) : matrix;
  }

  /** What is read, and which cells are pairs. */
  void load(Readings readings, float[] pairs) {
    int count = readings.size();
    int length = readings.letters().getFirst().length;
    float[] letters = new float[count * length * BASES];
    float[] given = new float[count * length * length * family.given()];
    for (int i = 0; i < count; i++) {
      for (int site = 0; site < length; site++) {
        letters[(i * length + site) * BASES + readings.letters().get(i)[site]] = 1;
      }
      float[] own = readings.cells().get(i);
      System.arraycopy(own, 0, given, i * own.length, own.length);
    }
    oneHot = array(letters, new Shape(count, length, BASES));
    cells = array(given, new Shape(count, length, length, family.given()));
    targets = array(pairs, new Shape(count, length, length));
  }

  private NDArray parameter(String name) {
    return parameters.get(name);
  }

  private NDArray normalised(NDArray x, String name) {
    Shape shape = new Shape(x.getShape().get(x.getShape().dimension() - 1));
    return LayerNorm.layerNorm(
            x, shape, parameter(name + "gain"), parameter(name + "bias"), EPSILON)
        .singletonOrThrow();
  }

  private NDArray dense(NDArray x, String name) {
    return x.matMul(parameter(name + "weights")).add(parameter(name + "bias"));
  }

  private static NDArray rectified(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  private NDArray along(NDArray x, String name, int dilation) {
    long margin = (family.trunk().width() - 1L) * dilation / 2;
    NDArray convolved =
        Conv1d.conv1d(
                x.transpose(0, 2, 1),
                parameter(name + "weights"),
                parameter(name + "bias"),
                new Shape(1),
                new Shape(margin),
                new Shape(dilation),
                1)
            .singletonOrThrow();
    return convolved.transpose(0, 2, 1);
  }

  private NDArray over(NDArray x, String name, int dilation) {
    NDArray convolved =
        Conv2d.conv2d(
                x.transpose(0, 3, 1, 2),
                parameter(name + "weights"),
                parameter(name + "bias"),
                new Shape(1, 1),
                new Shape(dilation, dilation),
                new Shape(dilation, dilation),
                1)
            .singletonOrThrow();
    return convolved.transpose(0, 2, 3, 1);
  }

  private NDArray attention(NDArray x, String name) {
    int heads = family.trunk().heads();
    int width = family.trunk().channels();
    long count = x.getShape().get(0);
    long length = x.getShape().get(1);
    NDArray projected =
        dense(normalised(x, name), name + "projected.")
            .reshape(count, length, 3, heads, width / heads)
            .transpose(2, 0, 3, 1, 4);
    NDArray scores =
        projected
            .get(0)
            .matMul(projected.get(1).transpose(0, 1, 3, 2))
            .mul((float) (1 / Math.sqrt(width / (double) heads)));
    NDArray seen = scores.softmax(3).matMul(projected.get(2));
    return x.add(dense(seen.transpose(0, 2, 1, 3).reshape(count, length, width), name + "out."));
  }

  /** Logits of all pairs: RNAs x bases x bases. */
  NDArray logits() {
    NDArray x = oneHot.matMul(parameter("letters.words.1")).add(parameter("letters.bias"));
    List<Integer> dilations = family.trunk().dilations();
    for (int block = 0; block < dilations.size(); block++) {
      String name = "trunk." + (block + 1) + ".";
      NDArray seen = normalised(x, name);
      NDArray hidden = rectified(along(seen, name + "convolution.", dilations.get(block)));
      x = x.add(dense(hidden, name + "dense."));
      x = attention(x, name + "attention.");
    }
    NDArray rows = dense(x, "rows.").expandDims(2);
    NDArray columns = x.matMul(parameter("columns.weights")).expandDims(1);
    NDArray map = rows.add(columns).add(cells.matMul(parameter("given.weights")));
    for (int block = 0; block < family.map().dilations().size(); block++) {
      String name = "map." + (block + 1) + ".";
      int dilation = family.map().dilations().get(block);
      NDArray hidden = rectified(over(normalised(map, name), name + "1.", dilation));
      map = map.add(over(hidden, name + "2.", dilation));
    }
    NDArray logits = dense(normalised(map, "head."), "output.").squeeze(3);
    return logits.add(logits.transpose(0, 2, 1)).mul(0.5f);
  }

  /** All logits, without gradients. */
  float[] predict() {
    try (NDManager scope = manager.newSubManager()) {
      attach(scope);
      try {
        return logits().toFloatArray();
      } finally {
        attach(manager);
      }
    }
  }

  private void attach(NDManager scope) {
    oneHot.attach(scope);
    cells.attach(scope);
    targets.attach(scope);
  }

  /** One step of training on the mean cross-entropy of all cells; returns the loss before it. */
  float step() {
    float loss;
    try (NDManager scope = manager.newSubManager()) {
      attach(scope);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray z = logits();
        // max(z, 0) - z y + ln(1 + exp(-|z|))
        NDArray rest = z.abs().neg().exp().add(1).log();
        NDArray mean = rectified(z).sub(z.mul(targets)).add(rest).mean();
        collector.backward(mean);
        loss = mean.getFloat();
      } finally {
        attach(manager);
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
