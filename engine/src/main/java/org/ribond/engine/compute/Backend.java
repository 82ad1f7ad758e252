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

  /**
   * Whether a product of so many columns costs less where about half of its left-hand matrix is 0,
   * so that it pays to make zeros.
   */
  default boolean leavesOutZeros(int columns) {
    return false;
  }

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

  /**
   * Promises that {@code matrix} will not be written any more, so that products may keep what they
   * make of it. A backend need not notice a broken promise.
   */
  default void freeze(Matrix matrix) {
    // Nothing is kept.
  }

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
   * Backward pass of an epilogue's activation, which must be {@link Activation#isReversible
   * reversible}, and dropout, in place: {@code gradient} (the gradient with respect to the layer's
   * output) is multiplied element by element by the mask and by the activation's derivative. {@code
   * output} is the layer's output, after dropout, of the same shape.
   */
  void activationGradient(Activation activation, Dropout dropout, Matrix output, Matrix gradient);

  /**
   * Backward pass of an activation and dropout from the pre-activation, in place: {@code gradient}
   * is multiplied element by element by the mask and by the activation's slope at {@code z}, of the
   * same shape. For activations that are not {@link Activation#isReversible reversible}.
   */
  default void slopeGradient(Activation activation, Dropout dropout, Matrix z, Matrix gradient) {
    Shapes.same("slopeGradient", "z", z, "gradient", gradient);
    int columns = z.columns();
    onHost(
        List.of(z),
        List.of(gradient),
        (in, out) -> Formulas.slopeGradient(activation, dropout, columns, in.get(0), out.get(0)));
  }

  /**
   * Sum of each column of {@code a} (m x n) into {@code sums} (1 x n), added to what stands there
   * if {@code accumulate}.
   */
  void columnSums(Matrix a, boolean accumulate, Matrix sums);

  // ---- element-wise operations ----

  /** {@code to += from}, of one shape. */
  default void add(Matrix from, Matrix to) {
    Shapes.same("add", "from", from, "to", to);
    onHost(List.of(from), List.of(to), (in, out) -> Formulas.add(in.get(0), out.get(0)));
  }

  /**
   * Product element by element: {@code out = a b}, or {@code out += a b} if {@code accumulate}. All
   * have one shape; {@code out} is neither {@code a} nor {@code b}.
   */
  default void multiply(Matrix a, Matrix b, boolean accumulate, Matrix out) {
    Shapes.same("multiply", "a", a, "b", b);
    Shapes.same("multiply", "a", a, "out", out);
    onHost(
        List.of(a, b),
        List.of(out),
        (in, result) -> Formulas.multiply(in.get(0), in.get(1), accumulate, result.get(0)));
  }

  /** {@code matrix *= factor}. */
  default void scale(Matrix matrix, float factor) {
    onHost(List.of(), List.of(matrix), (in, out) -> Formulas.scale(factor, out.get(0)));
  }

  /** Adds the sum of squares of all elements of {@code a} to {@code sum}, 1 x 1. */
  default void squaredSum(Matrix a, Matrix sum) {
    Shapes.single("squaredSum", "sum", sum);
    onHost(List.of(a), List.of(sum), (in, out) -> Formulas.squaredSum(in.get(0), out.get(0)));
  }

  /**
   * Scales all elements of {@code matrices}, one gradient together, so that their Euclidean norm is
   * at most {@code norm}.
   *
   * @param norm above 0
   * @param squares 1 x 1, overwritten with the sum of squares before
   */
  default void clip(List<Matrix> matrices, float norm, Matrix squares) {
    fill(squares, 0);
    matrices.forEach(matrix -> squaredSum(matrix, squares));
    float[] sum = new float[1];
    download(squares, sum);
    double length = Math.sqrt(sum[0]);
    if (length > norm) {
      matrices.forEach(matrix -> scale(matrix, (float) (norm / length)));
    }
  }

  /**
   * Chosen rows and columns: {@code to[i, j] = factor * from[rows[i], columns[j]]}.
   *
   * @param rows as many as {@code to} has
   * @param columns as many as {@code to} has
   * @param to overwritten; shares no memory with {@code from}
   */
  default void submatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("submatrix", from, rows, columns, to);
    int width = from.columns();
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> Formulas.submatrix(width, rows, columns, factor, in.get(0), out.get(0)));
  }

  /**
   * The reverse of {@link #submatrix}: {@code to[rows[i], columns[j]] += factor * from[i, j]}.
   *
   * @param rows different ones, as many as {@code from} has
   * @param columns different ones, as many as {@code from} has
   */
  default void addSubmatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("addSubmatrix", to, rows, columns, from);
    int width = to.columns();
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> Formulas.addSubmatrix(width, rows, columns, factor, in.get(0), out.get(0)));
  }

  // ---- layers of other kinds ----

  /**
   * Gaussian units, one for each input: {@code out[i, j] = exp(-widths[0, j] (x[i, j] - centres[0,
   * j])^2)}.
   *
   * @param x samples x n
   * @param centres 1 x n
   * @param widths 1 x n, usually above 0
   * @param out samples x n, overwritten
   */
  default void gaussian(Matrix x, Matrix centres, Matrix widths, Matrix out) {
    Shapes.gaussian("gaussian", x, centres, widths, out);
    int n = x.columns();
    onHost(
        List.of(x, centres, widths),
        List.of(out),
        (in, result) -> Formulas.gaussian(n, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #gaussian}: adds to the gradients of centres and widths, and replaces
   * the gradient of the output by that of the input.
   *
   * @param out what {@code gaussian} gave
   * @param gradient gradient of {@code out}, then of {@code x}
   */
  default void gaussianGradient(
      Matrix x,
      Matrix centres,
      Matrix widths,
      Matrix out,
      Matrix gradient,
      Matrix centresGradient,
      Matrix widthsGradient) {
    Shapes.gaussian("gaussianGradient", x, centres, widths, out);
    Shapes.gaussian("gaussianGradient", x, centresGradient, widthsGradient, gradient);
    int n = x.columns();
    onHost(
        List.of(x, centres, widths, out),
        List.of(gradient, centresGradient, widthsGradient),
        (in, results) ->
            Formulas.gaussianGradient(
                n,
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                results.get(0),
                results.get(1),
                results.get(2)));
  }

  /**
   * Attention: each token's output is a mean of the values of the tokens that it sees, itself
   * included, weighted by the softmax of its scores of them. See {@link Attention} for who sees
   * whom and for the scores.
   *
   * @param queries rows x n
   * @param keys rows x n
   * @param values rows x n
   * @param out rows x n, overwritten; none of the others
   */
  default void attention(
      Attention attention, Matrix queries, Matrix keys, Matrix values, Matrix out) {
    Shapes.attention("attention", attention, queries, keys, values, out);
    int rows = queries.rows();
    int n = queries.columns();
    onHost(
        List.of(queries, keys, values),
        List.of(out),
        (in, result) ->
            AttentionFormulas.forward(
                attention, rows, n, in.get(0), in.get(1), in.get(2), result.get(0)));
  }

  /**
   * Backward pass of {@link #attention}: overwrites the gradients of queries, keys and values.
   *
   * @param gradient gradient of the output, rows x n
   */
  default void attentionGradient(
      Attention attention,
      Matrix queries,
      Matrix keys,
      Matrix values,
      Matrix gradient,
      Matrix queriesGradient,
      Matrix keysGradient,
      Matrix valuesGradient) {
    Shapes.attention("attentionGradient", attention, queries, keys, values, gradient);
    Shapes.attention(
        "attentionGradient", attention, queries, queriesGradient, keysGradient, valuesGradient);
    int rows = queries.rows();
    int n = queries.columns();
    onHost(
        List.of(queries, keys, values, gradient),
        List.of(queriesGradient, keysGradient, valuesGradient),
        (in, out) ->
            AttentionFormulas.backward(
                attention,
                rows,
                n,
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                out.get(0),
                out.get(1),
                out.get(2)));
  }

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
   * Makes the gradient and the loss of {@link #softmaxCrossEntropy}, with weights above 0, those of
   * the focal loss {@code -w (1 - p)^focus ln p} (Lin et al., 2017, equation 4), with p the
   * probability of the sample's own class. That class is known by its negative gradient.
   *
   * @param logits what the gradient and the loss were made of, samples x classes
   * @param focus exponent, at least 0
   * @param gradient samples x classes, changed
   * @param loss 1 x 1, changed by what the focal loss of these samples differs
   */
  default void focus(Matrix logits, float focus, Matrix gradient, Matrix loss) {
    Shapes.same("focus", "logits", logits, "gradient", gradient);
    int classes = logits.columns();
    onHost(
        List.of(logits),
        List.of(gradient, loss),
        (in, out) -> Formulas.focus(classes, focus, in.get(0), out.get(0), out.get(1)));
  }

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
   * One step of gradient descent with momentum, element by element, on matrices of one shape. With
   * {@code g = gradient + l2 * weights}:
   *
   * <pre>velocity = momentum velocity - learningRate g
   * weights += velocity - learningRate * decoupledDecay * weights</pre>
   */
  default void momentum(Matrix weights, Matrix gradient, Matrix velocity, MomentumStep step) {
    Shapes.same("momentum", "weights", weights, "gradient", gradient);
    Shapes.same("momentum", "weights", weights, "velocity", velocity);
    onHost(
        List.of(gradient),
        List.of(weights, velocity),
        (in, out) -> Formulas.momentum(step, out.get(0), in.get(0), out.get(1)));
  }

  // ---- for operations without a kernel ----

  /**
   * Runs a formula on the host, in double: how a backend does an operation that it has no kernel
   * for. Waits for queued work.
   *
   * @param inputs matrices that the formula reads
   * @param results matrices that it reads and changes
   */
  default void onHost(List<Matrix> inputs, List<Matrix> results, HostFormula formula) {
    List<double[]> changed = HostFormula.download(this, results);
    formula.apply(HostFormula.download(this, inputs), changed);
    HostFormula.upload(this, changed, results);
  }

  // ---- steps ----

  /**
   * Runs the operations of one optimiser step, in which all {@link Dropout}, {@link WindowInput},
   * loss, {@link AdamStep} and {@link MomentumStep} arguments come from {@code variables}. A
   * backend may record what it does and repeat the record in later calls, without running {@code
   * operations}; unless they transferred something or ran on the host; so they must be the same for
   * equal {@code sequence}s but for the variables.
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
