package org.ribond.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * Matrix products beside OpenBLAS's. Both sides see leading dimensions rounded up to a cache line,
 * as the backend lays its matrices out.
 */
final class GemmDuels {
  private static final int LINE = 16;

  private final Backend backend;
  private final OpenBlas blas;

  GemmDuels(Backend backend, OpenBlas blas) {
    this.backend = backend;
    this.blas = blas;
  }

  void run(GemmShape shape, Scoreboard board) {
    try (Arena arena = Arena.ofConfined();
        Matrix a = backend.allocate(shape.rowsOfA(), shape.columnsOfA());
        Matrix b = backend.allocate(shape.rowsOfB(), shape.columnsOfB());
        Matrix c = backend.allocate(shape.m(), shape.n())) {
      MemorySegment nativeA = fill(a, 1, arena);
      MemorySegment nativeB = fill(b, 2, arena);
      MemorySegment nativeC = fill(c, 3, arena);
      Runnable ours =
          () -> backend.gemm(shape.transposeA(), shape.transposeB(), a, b, false, c, Epilogue.NONE);
      Runnable theirs =
          () -> blas.sgemm(shape, nativeA, stride(a), nativeB, stride(b), nativeC, stride(c));
      ours.run();
      theirs.run();
      check(shape, c, nativeC);
      board.time(new Duel(shape.name(), "GFLOP/s", shape.flops() / 1e9, ours, theirs));
    }
  }

  private static int stride(Matrix matrix) {
    return (matrix.columns() + LINE - 1) / LINE * LINE;
  }

  /** Fills a matrix with random numbers; returns a copy for OpenBLAS. */
  private MemorySegment fill(Matrix matrix, int seed, Arena arena) {
    float[] values = Inputs.floats(matrix.rows() * matrix.columns(), seed);
    backend.upload(values, matrix);
    int stride = stride(matrix);
    MemorySegment copy = arena.allocate(4L * stride * matrix.rows(), 64);
    for (int i = 0; i < matrix.rows(); i++) {
      MemorySegment.copy(
          values,
          i * matrix.columns(),
          copy,
          ValueLayout.JAVA_FLOAT,
          4L * i * stride,
          matrix.columns());
    }
    return copy;
  }

  private void check(GemmShape shape, Matrix ours, MemorySegment theirs) {
    float[] values = new float[ours.rows() * ours.columns()];
    backend.download(ours, values);
    // Both sums of k products below 1 stray from the exact one by at most k^2 units of rounding.
    double bound = 2 * (double) shape.k() * shape.k() * 0x1p-24;
    for (int i = 0; i < values.length; i++) {
      long at = (long) (i / ours.columns()) * stride(ours) + i % ours.columns();
      double difference = values[i] - theirs.getAtIndex(ValueLayout.JAVA_FLOAT, at);
      if (!(Math.abs(difference) <= bound)) {
        throw new IllegalStateException(shape.name() + ": element " + i + " differs");
      }
    }
  }
}
