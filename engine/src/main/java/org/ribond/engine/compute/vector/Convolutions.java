package org.ribond.engine.compute.vector;

import java.util.stream.IntStream;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;

/**
 * Convolution along chains and its gradients: {@code 2 sites width channels n} FLOPs each.
 *
 * <p>Each is one product with the matrix of what the taps see ({@link Taps}), by the tiles of
 * {@link Gemm}. That matrix is {@code width} times as large as the input and is never made: a
 * thread gathers the rows of its block, which stay in its second-level cache while all panels of
 * weights pass by. Chains' ends, dilation and stride are a matter of gathering alone, and a block
 * holds as many short chains as it has room for.
 */
final class Convolutions {
  private final Gemm gemm;
  private final Workers workers;
  private VectorMatrix phase = VectorMatrix.allocate(0, 0);

  Convolutions(Workers workers, Gemm gemm) {
    this.workers = workers;
    this.gemm = gemm;
  }

  /** See {@link org.ribond.engine.compute.Backend#convolution}; shapes are checked. */
  void forward(
      Convolution shape,
      Layout from,
      VectorMatrix x,
      VectorMatrix weights,
      VectorMatrix out,
      Epilogue epilogue) {
    LeftSide seen = new LeftSide.SeenRows(taps(shape, from, x));
    RightSide right = new RightSide.Whole(false, weights);
    multiply(seen, right, shape.width(), x.columns(), false, out, epilogue);
  }

  /** What the outputs see of the input. */
  private static Taps taps(Convolution shape, Layout from, VectorMatrix x) {
    int[] offsets = new int[shape.width()];
    for (int tap = 0; tap < offsets.length; tap++) {
      offsets[tap] = tap * shape.dilation() - shape.left();
    }
    return new Taps(x, from.starts(), outputs(shape, from), shape.stride(), offsets);
  }

  /** First output of each chain, and their number. */
  private static int[] outputs(Convolution shape, Layout from) {
    int[] starts = new int[from.count() + 1];
    for (int chain = 0; chain < from.count(); chain++) {
      starts[chain + 1] = starts[chain] + shape.outputs(from.length(chain));
    }
    return starts;
  }

  /** A product over {@code taps} of {@code width} inner indices each, in parts of whole taps. */
  private void multiply(
      LeftSide left,
      RightSide right,
      int taps,
      int width,
      boolean accumulate,
      VectorMatrix c,
      Epilogue epilogue) {
    int parts = Math.ceilDiv(taps, Math.max(Gemm.DEPTH / Math.max(width, 1), 1));
    int each = Math.ceilDiv(taps, Math.max(parts, 1));
    for (int first = 0; first == 0 || first < taps; first += Math.max(each, 1)) {
      int count = Math.min(each, taps - first);
      Epilogue last = first + count == taps ? epilogue : Epilogue.NONE;
      boolean add = accumulate || first > 0;
      gemm.multiply(left, right, new Gemm.Part(first * width, count * width, add, last), c);
    }
  }

  /**
   * See {@link org.ribond.engine.compute.Backend#convolutionInputGradient}; shapes are checked.
   *
   * <p>A site is seen by the outputs {@code (site + left - tap * dilation) / stride}, where that is
   * whole. Which taps those are depends on the site's remainder by the stride alone: sites of one
   * remainder are the rows of one product with those taps and none besides.
   */
  void inputGradient(
      Convolution shape,
      Layout from,
      VectorMatrix dz,
      VectorMatrix weights,
      boolean accumulate,
      VectorMatrix dx) {
    int[] outputs = outputs(shape, from);
    int stride = shape.stride();
    for (int rest = 0; rest < stride; rest++) {
      int middle = rest + shape.left();
      int[] taps =
          IntStream.range(0, shape.width())
              .filter(tap -> Math.floorMod(middle - (long) tap * shape.dilation(), stride) == 0)
              .toArray();
      int[] offsets = new int[taps.length];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = (int) ((middle - (long) taps[i] * shape.dilation()) / stride);
      }
      int[] rows = new int[from.count() + 1];
      for (int chain = 0; chain < from.count(); chain++) {
        rows[chain + 1] =
            rows[chain] + Math.ceilDiv(Math.max(from.length(chain) - rest, 0), stride);
      }
      LeftSide seen = new LeftSide.SeenRows(new Taps(dz, outputs, rows, 1, offsets));
      RightSide right = new RightSide.TransposedTaps(taps, dx.columns(), weights);
      if (stride == 1) {
        multiply(seen, right, taps.length, dz.columns(), accumulate, dx, Epilogue.NONE);
      } else {
        VectorMatrix sums = phase(rows[from.count()], dx.columns());
        multiply(seen, right, taps.length, dz.columns(), false, sums, Epilogue.NONE);
        spread(sums, from, rows, rest, stride, accumulate, dx);
      }
    }
  }

  /** Working memory for the sites of one remainder. */
  private VectorMatrix phase(int rows, int columns) {
    if (phase.rows() < rows || phase.columns() != columns) {
      phase = VectorMatrix.allocate(rows, columns);
    }
    return phase.leadingRows(rows);
  }

  /** Puts row {@code q} of each chain to its site {@code q * stride + rest}. */
  private void spread(
      VectorMatrix sums,
      Layout from,
      int[] rows,
      int rest,
      int stride,
      boolean accumulate,
      VectorMatrix dx) {
    workers.run(
        from.count(),
        (chain, worker) -> {
          for (int row = rows[chain]; row < rows[chain + 1]; row++) {
            int site = from.start(chain) + (row - rows[chain]) * stride + rest;
            Panels.take(
                sums.values(), sums.row(row), dx.width(), dx.values(), dx.row(site), accumulate);
          }
        });
  }

  /**
   * See {@link org.ribond.engine.compute.Backend#convolutionWeightGradient}; shapes are checked.
   */
  void weightGradient(
      Convolution shape, Layout from, VectorMatrix x, VectorMatrix dz, VectorMatrix gradient) {
    LeftSide seen = new LeftSide.SeenColumns(taps(shape, from, x));
    gemm.multiply(seen, new RightSide.Whole(false, dz), dz.rows(), true, gradient, Epilogue.NONE);
  }
}
