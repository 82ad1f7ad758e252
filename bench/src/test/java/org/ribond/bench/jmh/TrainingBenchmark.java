package org.ribond.bench.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/** A mini-batch of 4,096 samples: the first layer alone, and a whole step; samples a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TrainingBenchmark {
  private static final int BATCH = 4096;
  private static final int POOL = 20_000;

  private Network network;
  private Learner learner;
  private Samples samples;
  private final List<WindowInput> inputs = new ArrayList<>();
  private final List<Matrix> weights = new ArrayList<>();
  private Matrix sums;

  /** Makes a network and random samples. */
  @Setup(Level.Trial)
  public void prepare(BackendState state, NetworkState shape) {
    Backend backend = state.get();
    WindowArchitecture architecture = shape.architecture();
    SplittableRandom random = new SplittableRandom(1);
    network = new Network(backend, architecture, Weights.initial(architecture, 1, 0));
    learner = new Learner(network, Adam.of(1e-3f), 1, 0, BATCH);
    sums = backend.allocate(BATCH, architecture.hidden().getFirst());
    List<Ints> letters = new ArrayList<>();
    List<Ints> positions = new ArrayList<>();
    for (Window window : architecture.windows()) {
      int half = window.halfWindow();
      letters.add(list(backend, random.ints(POOL, 0, window.alphabet()).toArray()));
      positions.add(list(backend, random.ints(BATCH, half, POOL - half).toArray()));
      inputs.add(
          new WindowInput(letters.getLast(), positions.getLast(), 0, window.alphabet(), half));
      weights.add(backend.allocate(window.weightRows(), sums.columns()));
    }
    float[] ones = new float[BATCH];
    Arrays.fill(ones, 1);
    Matrix ofSamples = backend.allocate(1, BATCH);
    backend.upload(ones, ofSamples);
    Ints labels = list(backend, random.ints(BATCH, 0, 2).toArray());
    samples = new Samples(letters, positions, labels, ofSamples);
  }

  private static Ints list(Backend backend, int[] values) {
    Ints list = backend.allocateInts(values.length);
    backend.upload(values, list);
    return list;
  }

  /** The gather-sum of the first layer. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Matrix windowSum(BackendState state) {
    state.get().windowSum(inputs, weights, sums, Epilogue.NONE);
    state.get().synchronize();
    return sums;
  }

  /** A step of training. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Network step(BackendState state) {
    learner.step(samples, 0, BATCH, 1f / BATCH);
    state.get().synchronize();
    return network;
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void close() {
    learner.close();
    network.close();
    sums.close();
    weights.forEach(Matrix::close);
  }
}
