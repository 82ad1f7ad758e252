package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Weights;

/** Steps of Adam on mini-batches, dropout and all. */
final class Training implements Workload {
  private static final int BATCH = 4096;
  private static final int LEAST_BATCH = 128;
  private static final int SEED = 1;
  private static final float LEARNING_RATE = 1e-3f;

  /** Samples and steps whose losses are compared with the reference's. */
  private static final int CHECKED_SAMPLES = 8;

  private static final int CHECKED_STEPS = 2;
  private static final double TOLERANCE = 1e-4;

  private final BenchmarkNetwork network;

  Training(BenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return Kind.TRAIN;
  }

  @Override
  public String name() {
    return network.name() + " (" + network.shape() + ")";
  }

  @Override
  public String describe(int size) {
    return "mini-batches of " + size;
  }

  @Override
  public Job prepare(Backend backend) {
    return new TrainingJob(backend);
  }

  /** Sum of the first steps' losses on {@code backend}. */
  private double firstLosses(Backend backend) {
    try (Network fresh = fresh(backend);
        Learner learner = learner(fresh, CHECKED_SAMPLES);
        SampleMemory memory =
            new SampleMemory(backend, network.architecture(), CHECKED_SAMPLES * CHECKED_STEPS)) {
      for (int step = 0; step < CHECKED_STEPS; step++) {
        learner.step(
            memory.samples(), step * CHECKED_SAMPLES, CHECKED_SAMPLES, 1f / CHECKED_SAMPLES);
      }
      return learner.takeLossSum();
    }
  }

  private Network fresh(Backend backend) {
    return new Network(
        backend, network.architecture(), Weights.initial(network.architecture(), SEED, 0));
  }

  private static Learner learner(Network network, int batch) {
    return new Learner(network, Adam.of(LEARNING_RATE), SEED, 0, batch);
  }

  private final class TrainingJob implements Job {
    private final Backend backend;
    private final Network fresh;
    private final Learner learner;
    private final SampleMemory memory;

    TrainingJob(Backend backend) {
      this.backend = backend;
      fresh = fresh(backend);
      learner = learner(fresh, BATCH);
      memory = new SampleMemory(backend, network.architecture(), BATCH);
    }

    @Override
    public int least() {
      return LEAST_BATCH;
    }

    @Override
    public int most() {
      return BATCH;
    }

    @Override
    public void run(int size) {
      learner.step(memory.samples(), 0, size, 1f / size);
      backend.synchronize();
    }

    @Override
    public double amount() {
      return 1;
    }

    /** Forward, data and weight gradients of the dense layers, gather and scatter of the first. */
    @Override
    public double cost() {
      return 3 * network.denseFlops() + 2.0 * network.gatheredRows() * network.firstUnits();
    }

    @Override
    public String check() {
      double expected = firstLosses(new ScalarBackend());
      double found = firstLosses(backend);
      double difference = Math.abs(found - expected) / expected;
      if (!(difference <= TOLERANCE)) {
        throw new WrongResultException(
            "loss of %d steps is %s, not %s".formatted(CHECKED_STEPS, found, expected));
      }
      return "loss within %.1g of the reference".formatted(difference);
    }

    @Override
    public void close() {
      memory.close();
      learner.close();
      fresh.close();
    }
  }
}
