package org.ribond.engine.compute;

import java.util.List;

/** First layer of networks on windows: gather-sums of weight rows, and their sums for pairs. */
public interface WindowOperations {
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
}
