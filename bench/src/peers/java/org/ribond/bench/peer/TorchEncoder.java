package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * An encoder of transcripts in PyTorch (libtorch, through DJL), on transcripts of one length that
 * all maxima divide, with the decoupled contrastive loss and Adam.
 */
final class TorchEncoder implements AutoCloseable {
  private static final float EPSILON = 0.01f;
  private static final float MOMENTUM = 0.1f;
  private static final int BASES = 4;

  private final IsoClr encoder;
  private final float temperature;
  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final Map<String, NDArray> moments = new LinkedHashMap<>();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final TorchAdam adam;
  private NDArray tracks;

  /** The same network as Ribond's, with the same weights. */
  TorchEncoder(IsoClr encoder, Weights weights, float temperature) {
    this.encoder = encoder;
    this.temperature = temperature;
    for (Tensor tensor : weights.tensors()) {
      NDArray matrix = array(tensor.values(), new Shape(tensor.rows(), tensor.columns()));
      (tensor.name().endsWith("moments") ? moments : parameters)
          .put(tensor.name(), ready(tensor, matrix));
    }
    joinStem();
    adam = new TorchAdam(manager, parameters);
  }

  private NDArray array(float[] values, Shape shape) {
    return manager.create(FloatBuffer.wrap(values), shape, DataType.FLOAT32);
  }

  /** In the form that PyTorch's operators take. */
  private NDArray ready(Tensor tensor, NDArray matrix) {
    String name = tensor.name();
    if (name.startsWith("stem.words") || name.startsWith("stem.codons")) {
      return taps(matrix, encoder.stem());
    }
    if (name.startsWith("stage.") && name.endsWith("weights")) {
      return taps(matrix, name.contains("shortcut") ? 1 : encoder.taps());
    }
    boolean isVector = name.endsWith("bias") || name.endsWith("gain");
    return isVector ? matrix.reshape(tensor.columns()) : matrix;
  }

  /** Outputs x inputs x taps. */
  private static NDArray taps(NDArray matrix, int taps) {
    long rows = matrix.getShape().get(0);
    return matrix
        .reshape(taps, rows / taps, matrix.getShape().get(1))
        .transpose(2, 1, 0)
        .duplicate();
  }

  /** One convolution over letters and marks. */
  private void joinStem() {
    NDArray words = parameters.remove("stem.words.1");
    NDArray codons = parameters.remove("stem.codons");
    parameters.put("stem.weights", words.concat(codons, 1));
  }

  /** What is read: letters and codon starts. */
  void load(Readings readings) {
    int count = readings.size();
    int length = readings.letters().getFirst().length;
    int channels = BASES + 1;
    float[] values = new float[count * channels * length];
    for (int i = 0; i < count; i++) {
      for (int site = 0; site < length; site++) {
        int letter = readings.letters().get(i)[site];
        values[(i * channels + letter) * length + site] = 1;
        int mark = readings.marks().get(i)[site] & Readings.CODON;
        values[(i * channels + BASES) * length + site] = mark == 0 ? 0 : 1;
      }
    }
    tracks = array(values, new Shape(count, channels, length));
  }

  private NDArray parameter(String name) {
    return parameters.get(name);
  }

  private static NDArray rectified(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  private NDArray convolved(NDArray x, String name, int taps, int dilation) {
    return Conv1d.conv1d(
            x,
            parameter(name + "weights"),
            parameter(name + "bias"),
            new Shape(1),
            new Shape((taps - 1L) * dilation / 2),
            new Shape(dilation),
            1)
        .singletonOrThrow();
  }

  private NDArray normalised(NDArray x, String name, boolean isTraining) {
    NDArray both = moments.get(name + "moments");
    return BatchNorm.batchNorm(
            x,
            both.get(0),
            both.get(1),
            parameter(name + "gain"),
            parameter(name + "bias"),
            1,
            MOMENTUM,
            EPSILON,
            isTraining)
        .singletonOrThrow();
  }

  private static NDArray maximum(NDArray x, int sites) {
    return Pool.maxPool1d(x, new Shape(sites), new Shape(sites), new Shape(0), false);
  }

  private NDArray block(NDArray x, String name, int stage, boolean isTraining) {
    int taps = encoder.taps();
    int dilation = encoder.dilations().get(stage);
    NDArray inner = rectified(convolved(x, name + "1.", taps, dilation));
    inner = rectified(normalised(inner, name + "1.norm.", isTraining));
    inner = rectified(convolved(inner, name + "2.", taps, dilation));
    inner = normalised(inner, name + "2.norm.", isTraining);
    NDArray shortcut = x;
    if (parameters.containsKey(name + "shortcut.weights")) {
      shortcut = convolved(x, name + "shortcut.", 1, 1);
      shortcut = normalised(shortcut, name + "shortcut.norm.", isTraining);
    }
    return rectified(inner.add(shortcut));
  }

  private NDArray outputs(boolean isTraining) {
    NDArray x = convolved(tracks, "stem.", encoder.stem(), 1);
    x = maximum(normalised(x, "stem.norm.", isTraining), encoder.stemPool());
    for (int stage = 0; stage < encoder.widths().size(); stage++) {
      x = maximum(x, encoder.pool());
      for (int block = 0; block < encoder.blocks().get(stage); block++) {
        x = block(x, "stage.%d.%d.".formatted(stage + 1, block + 1), stage, isTraining);
      }
    }
    x = x.mean(new int[] {2});
    if (encoder.top() == IsoClr.Top.VECTOR) {
      return x;
    }
    for (int layer = 1; layer <= encoder.head().size(); layer++) {
      String name = "head.%d.".formatted(layer);
      x = x.matMul(parameter(name + "weights")).add(parameter(name + "bias"));
      x = rectified(normalised(x, name + "norm.", isTraining));
    }
    return x.matMul(parameter("output.weights"));
  }

  /** All outputs, without gradients. */
  float[] predict() {
    try (NDManager scope = manager.newSubManager()) {
      tracks.attach(scope);
      try {
        return outputs(false).toFloatArray();
      } finally {
        tracks.attach(manager);
      }
    }
  }

  /**
   * Mean over all views of the decoupled contrastive loss; the second half are the others of the
   * first.
   */
  private NDArray loss(NDManager scope) {
    NDArray z = outputs(true);
    NDArray unit = z.div(z.square().sum(new int[] {1}, true).sqrt());
    long views = unit.getShape().get(0);
    NDArray similar = unit.matMul(unit.transpose()).div(temperature);
    NDArray left = scope.eye((int) views);
    NDArray positive = scope.eye((int) views / 2);
    NDArray none = positive.zerosLike();
    NDArray pairs = none.concat(positive, 1).concat(positive.concat(none, 1), 0);
    NDArray away = left.add(pairs).mul(-1e9f);
    NDArray rest = similar.add(away).logSoftmax(1);
    // The logarithm of a sum of exponentials is any term less its log-softmax.
    NDArray logSum = similar.add(away).sub(rest).max(new int[] {1});
    return logSum.sub(similar.mul(pairs).sum(new int[] {1})).mean();
  }

  /** One step of training; returns the loss before it. */
  float step() {
    float value;
    try (NDManager scope = manager.newSubManager()) {
      tracks.attach(scope);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray mean = loss(scope);
        collector.backward(mean);
        value = mean.getFloat();
      } finally {
        tracks.attach(manager);
      }
    }
    adam.step();
    return value;
  }

  @Override
  public void close() {
    manager.close();
  }
}
