package org.ribond.engine.compute;

import java.util.List;

/**
 * Operations over maps: matrices whose rows are the cells of several maps, one map after another,
 * row by row, as a {@link Layout} says. No map sees another one.
 */
public interface MapOperations extends MemoryOperations {
  /**
   * Convolution over each map. For those cells {@code s} that tap {@code t} of a cell sees in its
   * map, taps in the order of their rows:
   *
   * <pre>out[cell, :] = epilogue( sum over t of
   *     x[s, :] weights[t * channels .. (t + 1) * channels - 1, :] )</pre>
   *
   * or, depthwise, {@code sum over t of x[s, c] weights[t, c]} for each channel c.
   *
   * @param maps layout of {@code x} and {@code out}
   * @param x cells x channels
   * @param weights {@link MapConvolution#weightRows} x n
   * @param out cells x n, overwritten; shares no memory with {@code x}
   */
  default void mapConvolution(
      MapConvolution shape, Layout maps, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    MapShapes.convolution("mapConvolution", shape, maps, x, weights, out);
    Shapes.epilogue("mapConvolution", out, epilogue);
    int channels = x.columns();
    int n = out.columns();
    List<Matrix> inputs =
        epilogue.bias().map(bias -> List.of(x, weights, bias)).orElse(List.of(x, weights));
    onHost(
        inputs,
        List.of(out),
        (in, result) -> {
          MapFormulas.convolution(shape, maps, channels, n, in.get(0), in.get(1), result.get(0));
          ChainFormulas.epilogue(epilogue, in.subList(2, in.size()), n, result.get(0));
        });
  }

  /**
   * Gradient of {@link #mapConvolution} with respect to {@code x}, or, if {@code accumulate}, that
   * added to what stands in {@code dx}.
   *
   * @param dz gradient of the sums before the epilogue, cells x n
   * @param dx cells x channels
   */
  default void mapConvolutionInputGradient(
      MapConvolution shape, Layout maps, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    MapShapes.convolution("mapConvolutionInputGradient", shape, maps, dx, weights, dz);
    int channels = dx.columns();
    int n = dz.columns();
    onHost(
        List.of(dz, weights),
        List.of(dx),
        (in, result) ->
            MapFormulas.inputGradient(
                shape, maps, channels, n, in.get(0), in.get(1), accumulate, result.get(0)));
  }

  /**
   * Gradient of {@link #mapConvolution} with respect to the weights, added to {@code gradient}.
   *
   * @param dz gradient of the sums before the epilogue, cells x n
   * @param gradient of the shape of the weights
   */
  default void mapConvolutionWeightGradient(
      MapConvolution shape, Layout maps, Matrix x, Matrix dz, Matrix gradient) {
    MapShapes.convolution("mapConvolutionWeightGradient", shape, maps, x, gradient, dz);
    int channels = x.columns();
    int n = dz.columns();
    onHost(
        List.of(x, dz),
        List.of(gradient),
        (in, result) ->
            MapFormulas.weightGradient(
                shape, maps, channels, n, in.get(0), in.get(1), result.get(0)));
  }

  /**
   * A map of each pair of chains: {@code out[(i, j), :] = p[i, :] + q[j, :]}, or, if {@code
   * accumulate}, that added to what stands in {@code out}. Its gradients are {@link #mapSums}.
   *
   * @param rows layout of {@code p}, chains
   * @param columns layout of {@code q}, as many chains
   * @param out cells x n
   */
  default void outerSum(
      Layout rows, Matrix p, Layout columns, Matrix q, boolean accumulate, Matrix out) {
    MapShapes.outerSum(rows, p, columns, q, out);
    int n = out.columns();
    onHost(
        List.of(p, q),
        List.of(out),
        (in, result) ->
            MapFormulas.outerSum(
                rows, columns, n, in.get(0), in.get(1), accumulate, result.get(0)));
  }

  /**
   * Sum of each row, or column, of each map: a chain of them for each, or, if {@code accumulate},
   * that added to what stands in {@code sums}.
   *
   * @param side whether there is a sum for each row or for each column
   * @param x cells x n
   * @param sums one row for each site of {@link MapSide#chains}, n columns
   */
  default void mapSums(MapSide side, Layout maps, Matrix x, boolean accumulate, Matrix sums) {
    MapShapes.sums(side, maps, x, sums);
    int n = x.columns();
    onHost(
        List.of(x),
        List.of(sums),
        (in, result) ->
            MapFormulas.sums(side, maps, n, in.getFirst(), accumulate, result.getFirst()));
  }

  /**
   * Transposes each map, which is square: {@code out[(i, j), :] = x[(j, i), :]}, or, if {@code
   * accumulate}, that added to what stands in {@code out}.
   *
   * @param out of the shape of {@code x}; shares no memory with it
   */
  default void transpose(Layout maps, Matrix x, boolean accumulate, Matrix out) {
    MapShapes.transpose(maps, x, out);
    int n = x.columns();
    onHost(
        List.of(x),
        List.of(out),
        (in, result) ->
            MapFormulas.transpose(maps, n, in.getFirst(), accumulate, result.getFirst()));
  }
}
