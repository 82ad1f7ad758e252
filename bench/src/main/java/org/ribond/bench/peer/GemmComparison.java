package org.ribond.bench.peer;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * The vector backend's matrix product beside OpenBLAS's, measured in turns in one run: medians of
 * GFLOP/s and of the ratio of neighbouring measurements, with its quartiles.
 *
 * <p>Arguments: threads, rounds, and optionally a part of the name of the shapes to run. Both sides
 * see leading dimensions rounded up to a cache line, as the backend lays its matrices out.
 */
public final class GemmComparison {
  /** Time to spend in one measurement, in floating-point operations. */
  private static final double FLOPS_PER_MEASUREMENT = 4e9;

  private static final int LINE = 16;

  private final PrintStream out;
  private final OpenBlas blas = new OpenBlas();
  private final Backend backend;
  private final int rounds;

  private GemmComparison(PrintStream out, int threads, int rounds) {
    this.out = out;
    this.rounds = rounds;
    backend = Backends.open("vector", new BackendOptions(0, threads), out::println);
    blas.setThreads(threads);
  }

  /** Runs the comparison. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 21;
    String part = arguments.length > 2 ? arguments[2] : "";
    new GemmComparison(out, threads, rounds).run(threads, part);
  }

  private void run(int threads, String part) {
    out.printf(
        Locale.ROOT,
        "%s, %s, Java %s, OpenBLAS for %s, %d threads, %d rounds%n",
        backend.device().name(),
        backend.device().detail(),
        Runtime.version(),
        blas.core(),
        threads,
        rounds);
    out.printf("%-28s %8s %8s  %s%n", "GFLOP/s", "ribond", "OpenBLAS", "ratio (quartiles)");
    GemmShape.all().stream().filter(shape -> shape.name().contains(part)).forEach(this::compare);
    backend.close();
  }

  private void compare(GemmShape shape) {
    SplittableRandom random = new SplittableRandom(1);
    try (Arena arena = Arena.ofConfined();
        Matrix a = backend.allocate(shape.rowsOfA(), shape.columnsOfA());
        Matrix b = backend.allocate(shape.rowsOfB(), shape.columnsOfB());
        Matrix c = backend.allocate(shape.m(), shape.n())) {
      MemorySegment nativeA = fill(a, random, arena);
      MemorySegment nativeB = fill(b, random, arena);
      MemorySegment nativeC = fill(c, random, arena);
      Runnable ours =
          () -> backend.gemm(shape.transposeA(), shape.transposeB(), a, b, false, c, Epilogue.NONE);
      Runnable theirs =
          () -> blas.sgemm(shape, nativeA, stride(a), nativeB, stride(b), nativeC, stride(c));
      int repeats = (int) Math.max(1, FLOPS_PER_MEASUREMENT / shape.flops());
      ours.run();
      theirs.run();
      check(shape, c, nativeC);
      for (int i = 0; i < 3; i++) {
        seconds(ours, repeats);
        seconds(theirs, repeats);
      }
      double[] ourRates = new double[rounds];
      double[] theirRates = new double[rounds];
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ourRates[i] = shape.flops() / seconds(ours, repeats) / 1e9;
        theirRates[i] = shape.flops() / seconds(theirs, repeats) / 1e9;
        ratios[i] = ourRates[i] / theirRates[i];
      }
      Arrays.sort(ourRates);
      Arrays.sort(theirRates);
      Arrays.sort(ratios);
      out.printf(
          Locale.ROOT,
          "%-28s %8.1f %8.1f  %.2f (%.2f-%.2f)%n",
          shape.name(),
          ourRates[rounds / 2],
          theirRates[rounds / 2],
          ratios[rounds / 2],
          ratios[rounds / 4],
          ratios[rounds * 3 / 4]);
    }
  }

  private static int stride(Matrix matrix) {
    return (matrix.columns() + LINE - 1) / LINE * LINE;
  }

  /** Fills a matrix with random numbers; returns a copy for OpenBLAS. */
  private MemorySegment fill(Matrix matrix, SplittableRandom random, Arena arena) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
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

  private static double seconds(Runnable work, int repeats) {
    long begin = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      work.run();
    }
    return (System.nanoTime() - begin) / 1e9 / repeats;
  }
}
