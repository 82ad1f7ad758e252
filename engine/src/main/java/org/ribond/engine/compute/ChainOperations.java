package org.ribond.engine.compute;

import java.util.List;

/**
 * Operations along chains: matrices whose rows are the positions of several sequences, one sequence
 * after another, as a {@link Layout} says. No sequence sees another one.
 */
public interface ChainOperations extends MemoryOperations {
  /**
   * Convolution along each chain. With {@code s = t * stride + j * dilation - left}, for those
   * {@code s} that lie in the chain:
   *
   * <pre>out[t, :] = epilogue( sum over j = 0..width-1 of
   *     x[s, :] weights[j * channels .. (j + 1) * channels - 1, :] )</pre>
   *
   * @param from layout of {@code x}, chains
   * @param x sites x channels
   * @param weights (width * channels) x n
   * @param out n columns, one row for each site of {@code shape.layout(from)}, overwritten; shares
   *     no memory with {@code x}
   */
  default void convolution(
      Convolution shape, Layout from, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    ChainShapes.convolution("convolution", shape, from, x, weights, out);
    Shapes.epilogue("convolution", out, epilogue);
    int channels = x.columns();
    int n = out.columns();
    List<Matrix> inputs =
        epilogue.bias().map(bias -> List.of(x, weights, bias)).orElse(List.of(x, weights));
    onHost(
        inputs,
        List.of(out),
        (in, result) -> {
          ChainFormulas.convolution(shape, from, channels, n, in.get(0), in.get(1), result.get(0));
          ChainFormulas.epilogue(epilogue, in.subList(2, in.size()), n, result.get(0));
        });
  }

  /**
   * Gradient of {@link #convolution} with respect to {@code x}, or, if {@code accumulate}, that
   * added to what stands in {@code dx}.
   *
   * @param dz gradient of the sums before the epilogue, one row for each output site
   * @param dx sites x channels
   */
  default void convolutionInputGradient(
      Convolution shape, Layout from, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    ChainShapes.convolution("convolutionInputGradient", shape, from, dx, weights, dz);
    int channels = dx.columns();
    int n = dz.columns();
    onHost(
        List.of(dz, weights),
        List.of(dx),
        (in, result) ->
            ChainFormulas.convolutionInputGradient(
                shape, from, channels, n, in.get(0), in.get(1), accumulate, result.get(0)));
  }

  /**
   * Gradient of {@link #convolution} with respect to the weights, added to {@code gradient}, sites
   * in ascending order.
   *
   * @param dz gradient of the sums before the epilogue, one row for each output site
   * @param gradient (width * channels) x n
   */
  default void convolutionWeightGradient(
      Convolution shape, Layout from, Matrix x, Matrix dz, Matrix gradient) {
    ChainShapes.convolution("convolutionWeightGradient", shape, from, x, gradient, dz);
    int channels = x.columns();
    int n = dz.columns();
    onHost(
        List.of(x, dz),
        List.of(gradient),
        (in, result) ->
            ChainFormulas.convolutionWeightGradient(
                shape, from, channels, n, in.get(0), in.get(1), result.get(0)));
  }

  /**
   * Pooling of neighbouring sites, channel by channel. An output of no site, as of an empty chain,
   * is 0.
   *
   * @param from layout of {@code x}, chains
   * @param x sites x channels
   * @param out one row for each site of {@code pooling.layout(from)}, overwritten
   */
  default void pool(Pooling pooling, Layout from, Matrix x, Matrix out) {
    ChainShapes.pool("pool", pooling, from, x, out);
    int channels = x.columns();
    onHost(
        List.of(x),
        List.of(out),
        (in, result) -> ChainFormulas.pool(pooling, from, channels, in.get(0), result.get(0)));
  }

  /**
   * Gradient of {@link #pool} with respect to {@code x}, or, if {@code accumulate}, that added to
   * what stands in {@code dx}. Of equal largest values the first one takes the gradient.
   *
   * @param x what was pooled
   * @param gradient gradient of the result
   * @param dx sites x channels
   */
  default void poolGradient(
      Pooling pooling, Layout from, Matrix x, Matrix gradient, boolean accumulate, Matrix dx) {
    ChainShapes.pool("poolGradient", pooling, from, x, gradient);
    Shapes.same("poolGradient", "x", x, "dx", dx);
    int channels = x.columns();
    onHost(
        List.of(x, gradient),
        List.of(dx),
        (in, result) ->
            ChainFormulas.poolGradient(
                pooling, from, channels, in.get(0), in.get(1), accumulate, result.get(0)));
  }
}
