package org.ribond.bench;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Window;

/** The first layer: sums of weight rows that windows gather. */
final class Gather implements Workload {
  private static final int SAMPLES = 4096;
  private static final int CHECKED_SAMPLES = 32;
  private static final double TOLERANCE = 1e-4;

  private final BenchmarkNetwork network;

  Gather(BenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return Kind.GATHER;
  }

  @Override
  public String name() {
    return network.name() + " (" + network.gatheredRows() + " rows of " + units() + ")";
  }

  private int units() {
    return network.firstUnits();
  }

  @Override
  public String describe(int size) {
    return size + " samples";
  }

  @Override
  public Job prepare(Backend backend) {
    return new GatherJob(backend);
  }

  private final class GatherJob implements Job {
    private final Backend backend;
    private final SampleMemory memory;
    private final List<WindowInput> inputs = new ArrayList<>();
    private final List<Matrix> weights = new ArrayList<>();
    private final Matrix out;

    GatherJob(Backend backend) {
      this.backend = backend;
      memory = new SampleMemory(backend, network.architecture(), SAMPLES);
      Samples samples = memory.samples();
      for (Window window : network.architecture().windows()) {
        int number = inputs.size();
        Ints letters = samples.letters().get(number);
        Ints positions = samples.positions().get(number);
        inputs.add(new WindowInput(letters, positions, 0, window.alphabet(), window.halfWindow()));
        int rows = window.weightRows();
        float[] values = Values.floats(rows * units(), 50 + number);
        weights.add(Values.matrix(backend, rows, units(), values));
      }
      out = backend.allocate(SAMPLES, units());
    }

    @Override
    public int least() {
      return CHECKED_SAMPLES;
    }

    @Override
    public int most() {
      return SAMPLES;
    }

    @Override
    public void run(int size) {
      backend.windowSum(inputs, weights, out.leadingRows(size), Epilogue.NONE);
      backend.synchronize();
    }

    @Override
    public double amount() {
      return (double) network.gatheredRows() * units() * Float.BYTES;
    }

    @Override
    public double cost() {
      return amount();
    }

    private float[] firstSums() {
      run(CHECKED_SAMPLES);
      float[] values = new float[CHECKED_SAMPLES * units()];
      backend.download(out.leadingRows(CHECKED_SAMPLES), values);
      return values;
    }

    @Override
    public String check() {
      float[] found = firstSums();
      float[] expected;
      try (GatherJob reference = new GatherJob(new ScalarBackend())) {
        expected = reference.firstSums();
      }
      double worst = 0;
      for (int i = 0; i < expected.length; i++) {
        double difference = Math.abs(found[i] - expected[i]);
        if (!(difference <= TOLERANCE)) {
          throw new WrongResultException(
              "sum %d is %s, not %s".formatted(i, found[i], expected[i]));
        }
        worst = Math.max(worst, difference);
      }
      return "sums within %.1g of the reference".formatted(worst);
    }

    @Override
    public void close() {
      out.close();
      weights.forEach(Matrix::close);
      memory.close();
    }
  }
}
