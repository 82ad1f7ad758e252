package org.ribond.engine.compute;

import java.util.List;

/**
 * The operations that a network needs, on memory that the backend owns. Layers are written once
 * against it and never ask which backend they run on.
 *
 * <p>All matrices are row-major and belong to this backend. Shapes are checked at this boundary; an
 * {@link IllegalArgumentException} names the operation and both shapes. Operations may be queued:
 * only {@code download} and {@link #synchronize} wait. Not thread-safe: one thread drives a
 * backend.
 *
 * <p>Results depend on the inputs alone, never on thread count or timing: reductions have a fixed
 * order.
 */
public interface Backend extends AutoCloseable {
  /** Name by which users ask for it. */
  String name();

  /** The device that it runs on. */
  Device device();

  /**
   * Rows of a mini-batch that are best taken through all layers at a time, for locality: a few
   * hundred where a cache is to hold the activations, {@link Integer#MAX_VALUE} where the whole
   * batch is best.
   */
  int preferredRows();

  // ---- memory ----

  /**
   * Allocates a matrix of zeros.
   *
   * @throws DeviceMemoryException if the device has not enough memory
   */
  Matrix allocate(int rows, int columns);

  /**
   * Allocates a list of zeros.
   *
   * @throws DeviceMemoryException if the device has not enough memory
   */
  Ints allocateInts(int length);

  /** Copies {@code values} (rows x columns, dense) into {@code to}. */
  void upload(float[] values, Matrix to);

  /** Copies {@code values}, as many as {@code to} is long, into {@code to}. */
  void upload(int[] values, Ints to);

  /**
   * Waits for queued work, then copies {@code from} into {@code values} (rows x columns, dense).
   */
  void download(Matrix from, float[] values);

  /** Sets every element to {@code value}. */
  void fill(Matrix matrix, float value);

  /** Copies {@code from} into {@code to}, which has the same shape and shares no memory with it. */
  void copy(Matrix from, Matrix to);

  /** Waits until all queued work is done. */
  void synchronize();

  // ---- first layer ----

  /**
   * Gather-sum of weight rows: the product of concatenated one-hot windows with a weight matrix,
   * without the one-hot matrix. With {@code h} the half-window of an input and {@code p =
   * positions[first + i]}:
   *
   * <pre>out[i, :] = epilogue( sum over inputs, k = -h..h of
   *     weights[(k + h) * alphabet + letters[p + k], :] )</pre>
   *
   * where a letter outside 0..alphabet-1 adds nothing. The number of samples is {@code out.rows()}.
   *
   * @param inputs at least one
   * @param weights one for each input, {@link WindowInput#weightRows()} x n
   * @param out samples x n, overwritten
   */
  void windowSum(List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue);

  /**
   * Gradient of {@link #windowSum} with respect to the weights of one input, added to {@code
   * gradient}: each row of {@code dz} (samples x n) is added to the 2h+1 rows that its sample
   * gathered, samples in ascending order.
   */
  void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient);

  /**
   * First layer of a tile of a contact map. With {@code m = q.rows()}, the pair {@code first + i}
   * is residue {@code (first + i) / m} and base {@code (first + i) % m}:
   *
   * <pre>out[i, :] = epilogue( p[residue, :] + q[base, :] )</pre>
   *
   * The number of pairs is {@code out.rows()}.
   *
   * @param p residues x n
   * @param q bases x n
   * @param first number of the first pair; {@code first + out.rows()} is at most residues x bases
   */
  void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue);

  // ---- dense layers ----

  /**
   * General matrix product {@code c = epilogue(op(a) op(b))}, or {@code c = epilogue(c + op(a)
   * op(b))} if {@code accumulate}, where op transposes if told to. {@code c} (m x n) shares no
   * memory with {@code a} or {@code b}.
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      Matrix a,
      Matrix b,
      boolean accumulate,
      Matrix c,
      Epilogue epilogue);

  /**
   * Backward pass of an epilogue's activation and dropout, in place: {@code gradient} (the gradient
   * with respect to the layer's output) is multiplied element by element by the mask and by the
   * activation's derivative. {@code output} is the layer's output, after dropout, of the same
   * shape.
   */
  void activationGradient(Activation activation, Dropout dropout, Matrix output, Matrix gradient);

  /**
   * Sum of each column of {@code a} (m x n) into {@code sums} (1 x n), added to what stands there
   * if {@code accumulate}.
   */
  void columnSums(Matrix a, boolean accumulate, Matrix sums);

  // ---- loss and optimiser ----

  /**
   * Softmax cross-entropy, forward and backward. With probabilities {@code y = softmax(logits[i,
   * :])}, label {@code c = labels[first + i]} and weight {@code w = weights[0, first + i]}:
   *
   * <pre>loss[0, 0] += scale * sum over i of -w * ln y[c]
   * gradient[i, j] = scale * w * (y[j] - (j == c ? 1 : 0))</pre>
   *
   * @param logits samples x classes
   * @param labels class of each sample
   * @param weights weight of each sample, one row
   * @param first index of the first sample in {@code labels} and {@code weights}
   * @param scale factor of loss and gradient, such as one over the batch's sum of weights
   * @param gradient samples x classes, overwritten; may be {@code logits} itself
   * @param loss 1 x 1, added to
   */
  void softmaxCrossEntropy(
      Matrix logits,
      Ints labels,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss);

  /**
   * Softmax of each row of {@code logits} (n x classes) into {@code probabilities}, of the same
   * shape; may be in place.
   */
  void softmax(Matrix logits, Matrix probabilities);

  /**
   * One step of Adam, element by element, on matrices of one shape. With {@code g = gradient + l2 *
   * weights}:
   *
   * <pre>m = beta1 m + (1 - beta1) g
   * v = beta2 v + (1 - beta2) g^2
   * weights -= correctedRate * m / (sqrt(v * secondMomentCorrection) + epsilon)
   *          + learningRate * decoupledDecay * weights</pre>
   */
  void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step);

  /**
   * Runs the operations of one optimiser step, in which all {@link Dropout}, {@link WindowInput},
   * loss and {@link AdamStep} arguments come from {@code variables}. A backend may record what it
   * does and repeat the record in later calls, without running {@code operations}; so these must
   * wait for nothing, transfer nothing, and be the same for equal {@code sequence}s but for the
   * variables.
   *
   * @param sequence names the operations and the memory that they work on, by {@code equals}
   */
  default void step(Object sequence, StepVariables variables, Runnable operations) {
    operations.run();
  }

  /** Gives back all memory and threads. Matrices of a closed backend must not be used. */
  @Override
  void close();
}
