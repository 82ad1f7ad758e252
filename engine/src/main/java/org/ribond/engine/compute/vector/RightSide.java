package org.ribond.engine.compute.vector;

import java.util.Optional;
import java.util.function.Supplier;

/** op(b) of a product: what its panels are copied from. */
interface RightSide {
  /**
   * Copies a part of the inner dimension of {@code count} columns from {@code column} on into a
   * panel of {@code width} columns, dense from {@code at}.
   */
  void pack(Gemm.Part part, int column, int count, int width, float[] to, int at);

  /** The panels of a part, if they are kept: made if they are not there. */
  default Optional<float[]> kept(Gemm.Part part, Supplier<float[]> made) {
    return Optional.empty();
  }

  /** A matrix or its transpose. */
  record Whole(boolean transpose, VectorMatrix b) implements RightSide {
    @Override
    public void pack(Gemm.Part part, int column, int count, int width, float[] to, int at) {
      int start = part.start();
      if (transpose) {
        Panels.transposeRows(
            b.values(), b.row(column) + start, b.stride(), count, part.length(), to, at, width);
      } else {
        Panels.copyColumns(
            b.values(), b.row(start) + column, b.stride(), part.length(), to, at, width);
      }
    }

    @Override
    public Optional<float[]> kept(Gemm.Part part, Supplier<float[]> made) {
      return b.frozen().map(panels -> panels.dense(transpose, part, made));
    }
  }

  /**
   * The weights of some of a convolution's taps, each transposed, one under another: {@code
   * taps.length * n} rows of as many columns as there are channels. Parts are of whole taps.
   */
  record TransposedTaps(int[] taps, int channels, VectorMatrix weights) implements RightSide {
    @Override
    public void pack(Gemm.Part part, int column, int count, int width, float[] to, int at) {
      int n = weights.columns();
      for (int i = 0; i < part.length(); i += n) {
        int tap = taps[(part.start() + i) / n];
        int row = weights.row(tap * channels + column);
        Panels.transposeRows(
            weights.values(), row, weights.stride(), count, n, to, at + i * width, width);
      }
    }
  }
}
