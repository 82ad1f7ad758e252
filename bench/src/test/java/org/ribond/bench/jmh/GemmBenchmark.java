package org.ribond.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** The three products of a network's second layer at a mini-batch of 4,096: time of each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GemmBenchmark {
  private static final int BATCH = 4096;

  /** Which product: of the forward pass, or the gradient of inputs or weights. */
  @Param({"forward", "data", "weights"})
  public String product;

  /** Share of the left-hand matrix that is not 0. */
  @Param("1")
  public double density;

  private Matrix a;
  private Matrix b;
  private Matrix c;

  /** Allocates and fills. */
  @Setup(Level.Trial)
  public void fill(BackendState backend, NetworkState network) {
    int inputs = network.architecture().hidden().get(0);
    int outputs = network.architecture().hidden().get(1);
    switch (product) {
      case "forward" -> allocate(backend.get(), BATCH, inputs, inputs, outputs, BATCH, outputs);
      case "data" -> allocate(backend.get(), BATCH, outputs, inputs, outputs, BATCH, inputs);
      case "weights" -> allocate(backend.get(), BATCH, inputs, BATCH, outputs, inputs, outputs);
      default -> throw new IllegalArgumentException(product);
    }
  }

  private void allocate(
      Backend backend, int rowsA, int columnsA, int rowsB, int columnsB, int rowsC, int columnsC) {
    a = random(backend, rowsA, columnsA, density);
    b = random(backend, rowsB, columnsB, 1);
    c = backend.allocate(rowsC, columnsC);
  }

  private static Matrix random(Backend backend, int rows, int columns, double density) {
    SplittableRandom random = new SplittableRandom(rows);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      float value = (float) random.nextDouble(-1, 1);
      values[i] = random.nextDouble() < density ? value : 0;
    }
    Matrix matrix = backend.allocate(rows, columns);
    backend.upload(values, matrix);
    return matrix;
  }

  /** One product. */
  @Benchmark
  public Matrix gemm(BackendState backend) {
    boolean ofWeights = product.equals("weights");
    backend.get().gemm(ofWeights, product.equals("data"), a, b, false, c, Epilogue.NONE);
    backend.get().synchronize();
    return c;
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void close() {
    c.close();
    b.close();
    a.close();
  }
}
