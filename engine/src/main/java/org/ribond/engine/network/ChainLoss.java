package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/** Losses of mini-batches, with the targets on the backend. */
final class ChainLoss implements AutoCloseable {
  private final Backend backend;
  private final int outputs;
  private final List<Ints> labels = new ArrayList<>();
  private final List<Matrix> matrices = new ArrayList<>();
  private ChainTargets targets = new ChainTargets.Classes(new int[0], new float[0]);
  private float smoothing;
  private int capacity;

  ChainLoss(Backend backend, int outputs) {
    this.backend = backend;
    this.outputs = outputs;
  }

  /** Spreads so much of each class's target over all classes. */
  void smooth(float share) {
    smoothing = share;
  }

  /** Takes the targets of a mini-batch. */
  void load(ChainTargets mini) {
    targets = mini;
    boolean isOfClasses = mini instanceof ChainTargets.Classes;
    if (mini instanceof ChainTargets.Pairs) {
      return;
    }
    if (mini.size() > capacity || isOfClasses == labels.isEmpty()) {
      close();
      capacity = mini.size();
      if (isOfClasses) {
        labels.add(backend.allocateInts(capacity));
        matrices.add(backend.allocate(1, capacity));
      } else {
        int count = mini instanceof ChainTargets.Sites ? 3 : 2;
        for (int i = 0; i < count; i++) {
          matrices.add(backend.allocate(capacity, outputs));
        }
      }
    }
    switch (mini) {
      case ChainTargets.Classes classes -> {
        backend.upload(Arrays.copyOf(classes.labels(), capacity), labels.getFirst());
        backend.upload(Arrays.copyOf(classes.weights(), capacity), matrices.getFirst());
      }
      case ChainTargets.Numbers numbers -> {
        int length = capacity * outputs;
        backend.upload(Arrays.copyOf(numbers.values(), length), matrices.getFirst());
        backend.upload(Arrays.copyOf(numbers.weights(), length), matrices.getLast());
      }
      case ChainTargets.Sites sites -> {
        int length = capacity * outputs;
        List<float[]> values = List.of(sites.targets(), sites.weights(), sites.shares());
        for (int i = 0; i < values.size(); i++) {
          backend.upload(Arrays.copyOf(values.get(i), length), matrices.get(i));
        }
      }
      case ChainTargets.Pairs pairs -> {}
    }
  }

  /**
   * Adds the loss of a chunk of the mini-batch.
   *
   * @param logits the network's outputs
   * @param layout how their rows are arranged
   * @param first place of the first row in the mini-batch
   * @param gradient overwritten
   * @param loss added to
   */
  void add(Matrix logits, Layout layout, int first, float scale, Matrix gradient, Matrix loss) {
    switch (targets) {
      case ChainTargets.Classes classes -> {
        backend.softmaxCrossEntropy(
            logits, labels.getFirst(), matrices.getFirst(), first, scale, gradient, loss);
        if (smoothing > 0) {
          addSmoothing(classes, logits, first, scale, gradient, loss);
        }
      }
      case ChainTargets.Pairs pairs -> contrast(pairs, logits, scale, gradient, loss);
      case ChainTargets.Sites sites -> sites(sites, logits, layout, first, scale, gradient, loss);
      case ChainTargets.Numbers numbers -> {
        Matrix values = matrices.getFirst();
        Matrix weights = matrices.getLast();
        switch (numbers.loss()) {
          case SIGMOID_CROSS_ENTROPY ->
              backend.sigmoidCrossEntropy(logits, values, weights, first, scale, gradient, loss);
          case SQUARED_ERROR ->
              backend.squaredError(logits, values, weights, first, scale, gradient, loss);
        }
      }
    }
  }

  private void sites(
      ChainTargets.Sites sites,
      Matrix logits,
      Layout layout,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    int end = (first + logits.rows()) * outputs;
    try (Matrix shifted = backend.allocate(logits.rows(), outputs)) {
      backend.upload(Arrays.copyOfRange(sites.offsets(), first * outputs, end), shifted);
      backend.add(logits, shifted);
      backend.sigmoidCrossEntropy(
          shifted, matrices.get(0), matrices.get(1), first, scale, gradient, loss);
      backend.chainCrossEntropy(layout, shifted, matrices.get(2), first, scale, gradient, loss);
    }
  }

  /**
   * The loss on the cosines of all views: with vectors {@code y} of unit length the similarities
   * are {@code y y^T}, and the gradient of {@code y} is that of the similarities and its transpose,
   * times {@code y}.
   */
  private void contrast(
      ChainTargets.Pairs pairs, Matrix vectors, float scale, Matrix gradient, Matrix loss) {
    int views = vectors.rows();
    if (views != pairs.size()) {
      throw new IllegalArgumentException(
          "a chunk of " + views + " views, the mini-batch has " + pairs.size());
    }
    try (Matrix units = backend.allocate(views, outputs);
        Matrix similarities = backend.allocate(views, views);
        Matrix weights = backend.allocate(1, pairs.weights().length)) {
      backend.upload(pairs.weights(), weights);
      backend.normaliseLengths(vectors, units);
      backend.gemm(false, true, units, units, false, similarities, Epilogue.NONE);
      backend.contrastive(similarities, weights, pairs.contrast(), scale, similarities, loss);
      backend.gemm(false, false, similarities, units, false, gradient, Epilogue.NONE);
      backend.gemm(true, false, similarities, units, true, gradient, Epilogue.NONE);
      backend.normaliseLengthsGradient(vectors, gradient);
    }
  }

  /**
   * With share {@code e}, the smoothed loss of a sequence differs from cross-entropy by {@code e
   * (z[c] - mean(z))}, for the logarithm of the sum of exponentials cancels.
   */
  private void addSmoothing(
      ChainTargets.Classes classes,
      Matrix logits,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    int rows = logits.rows();
    float[] pull = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      float factor = scale * classes.weights()[first + row] * smoothing;
      for (int j = 0; j < outputs; j++) {
        boolean isOwn = classes.labels()[first + row] == j;
        pull[row * outputs + j] = factor * ((isOwn ? 1 : 0) - 1f / outputs);
      }
    }
    try (Matrix slope = backend.allocate(rows, outputs);
        Matrix products = backend.allocate(rows, outputs);
        Matrix sums = backend.allocate(1, outputs);
        Matrix column = backend.allocate(outputs, 1)) {
      backend.upload(pull, slope);
      backend.multiply(slope, logits, false, products);
      backend.columnSums(products, false, sums);
      backend.fill(column, 1);
      backend.gemm(false, false, sums, column, true, loss, Epilogue.NONE);
      backend.add(slope, gradient);
    }
  }

  @Override
  public void close() {
    labels.forEach(Ints::close);
    labels.clear();
    matrices.forEach(Matrix::close);
    matrices.clear();
    capacity = 0;
  }
}
