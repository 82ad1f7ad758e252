package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/** A network of the paper in PyTorch (libtorch, through DJL), with Adam. */
final class Torch implements AutoCloseable {
  private static final float LEARNING_RATE = 1e-3f;
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final NDManager manager;
  private final PtSymbolBlock bag;

  /** First-layer weights (inputs x units), bias, and the same of the dense layers, transposed. */
  private final List<NDArray> parameters = new ArrayList<>();

  private final List<NDArray> firstMoments = new ArrayList<>();
  private final List<NDArray> secondMoments = new ArrayList<>();
  private final float dropout;
  private int steps;

  Torch(Weights weights, float dropout) {
    this.dropout = dropout;
    manager = Engine.getEngine("PyTorch").newBaseManager();
    bag = loadBag((PtNDManager) manager);
    List<Tensor> tensors = weights.tensors();
    add(concatenated(tensors.get(0), tensors.get(1)));
    for (Tensor tensor : tensors.subList(2, tensors.size())) {
      add(tensor);
    }
    for (NDArray parameter : parameters) {
      firstMoments.add(manager.zeros(parameter.getShape()));
      secondMoments.add(manager.zeros(parameter.getShape()));
      parameter.setRequiresGradient(true);
    }
  }

  private static PtSymbolBlock loadBag(PtNDManager manager) {
    try (InputStream in = Torch.class.getResourceAsStream("embedding-bag.pt")) {
      return JniUtils.loadModule(manager, in, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor concatenated(Tensor residues, Tensor bases) {
    float[] values =
        Arrays.copyOf(residues.values(), residues.values().length + bases.values().length);
    System.arraycopy(bases.values(), 0, values, residues.values().length, bases.values().length);
    return new Tensor("window", residues.rows() + bases.rows(), residues.columns(), values);
  }

  private void add(Tensor tensor) {
    boolean isBias = tensor.name().endsWith("bias");
    Shape shape = isBias ? new Shape(tensor.columns()) : new Shape(tensor.rows(), tensor.columns());
    NDArray array = manager.create(tensor.values(), shape);
    parameters.add(array);
  }

  static void setThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  NDArray matrix(float[] values, int rows, int columns) {
    return manager.create(FloatBuffer.wrap(values), new Shape(rows, columns), DataType.FLOAT32);
  }

  NDArray rows(long[] values) {
    return manager.create(values);
  }

  /** Index in the flat list of rows at which each sample's rows begin. */
  NDArray offsets(int samples, int each) {
    long[] offsets = new long[samples];
    Arrays.setAll(offsets, i -> (long) i * each);
    return manager.create(offsets);
  }

  /** First pre-activation of one-hot windows. */
  NDArray dense(NDArray oneHot) {
    return biased(oneHot.matMul(parameters.get(0)));
  }

  /** {@code sums} with the bias of the first layer. */
  NDArray biased(NDArray sums) {
    return sums.add(parameters.get(1));
  }

  /** First pre-activation by EmbeddingBag. */
  NDArray bag(NDArray rows, NDArray offsets) {
    NDList inputs = new NDList(rows, offsets, parameters.get(0));
    return biased(IValueUtils.forward(bag, inputs, true).singletonOrThrow());
  }

  /** Logits from the first pre-activation on. */
  NDArray logits(NDArray first, boolean training) {
    NDArray a = drop(first.getNDArrayInternal().relu(), training);
    for (int place = 2; place < parameters.size() - 2; place += 2) {
      NDArray z = a.matMul(parameters.get(place)).add(parameters.get(place + 1));
      a = drop(z.getNDArrayInternal().relu(), training);
    }
    int last = parameters.size() - 2;
    return a.matMul(parameters.get(last)).add(parameters.get(last + 1));
  }

  private NDArray drop(NDArray a, boolean training) {
    return training && dropout > 0 ? JniUtils.dropout((PtNDArray) a, dropout, true) : a;
  }

  /**
   * Runs {@code work} so that all arrays that it makes are given back at its end: results live
   * where their operands do, so these move there for a while.
   */
  <T> T within(List<NDArray> operands, Supplier<T> work) {
    try (NDManager scope = manager.newSubManager()) {
      operands.forEach(array -> array.attach(scope));
      try {
        return work.get();
      } finally {
        operands.forEach(array -> array.attach(manager));
      }
    }
  }

  /** One step of training; returns the loss before it. */
  float step(Supplier<NDArray> preActivation, NDArray oneHotLabels) {
    float loss;
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray logits = logits(preActivation.get(), true);
      NDArray mean = logits.logSoftmax(1).mul(oneHotLabels).sum().mul(-1f / oneHotLabels.size(0));
      collector.backward(mean);
      loss = mean.getFloat();
    }
    steps++;
    double correction =
        LEARNING_RATE * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    for (int i = 0; i < parameters.size(); i++) {
      NDArray parameter = parameters.get(i);
      try (NDArray gradient = parameter.getGradient()) {
        parameter
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(parameter, gradient, firstMoments.get(i), secondMoments.get(i)),
                new NDList(parameter),
                LEARNING_RATE,
                (float) correction,
                0,
                1,
                -1,
                BETA1,
                BETA2,
                EPSILON,
                true,
                false);
      }
    }
    return loss;
  }

  @Override
  public void close() {
    manager.close();
  }
}
