package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Readings;

/** Steps of Adam on mini-batches of whole sequences, dropout and all. */
final class ChainTraining implements Workload {
  private static final int LEAST_SHARE = 8;
  private static final int SEED = 1;
  private static final float LEARNING_RATE = 1e-3f;

  /** Steps whose losses are compared with the reference's. */
  private static final int CHECKED_STEPS = 2;

  private static final double TOLERANCE = 1e-4;

  private final ChainBenchmarkNetwork network;

  ChainTraining(ChainBenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return network.training();
  }

  @Override
  public String name() {
    return network.title();
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
    try (ChainNetwork fresh = network.fresh(backend);
        ChainLearner learner = new ChainLearner(fresh, Adam.of(LEARNING_RATE), SEED, 0)) {
      for (int step = 0; step < CHECKED_STEPS; step++) {
        Readings readings = network.readings(network.checked(), step);
        float scale = network.scale(network.checked());
        learner.step(readings, network.targets(network.checked()), scale);
      }
      return learner.takeLossSum();
    }
  }

  private final class TrainingJob implements Job {
    private final Backend backend;
    private final ChainNetwork fresh;
    private final ChainLearner learner;
    private final Readings readings = network.readings(network.batch(), SEED);

    TrainingJob(Backend backend) {
      this.backend = backend;
      fresh = network.fresh(backend);
      learner = new ChainLearner(fresh, Adam.of(LEARNING_RATE), SEED, 0);
    }

    @Override
    public int least() {
      return network.batch() / LEAST_SHARE;
    }

    @Override
    public int most() {
      return network.batch();
    }

    @Override
    public void run(int size) {
      learner.step(readings.part(0, size), network.targets(size), network.scale(size));
      backend.synchronize();
    }

    @Override
    public double amount() {
      return 1;
    }

    /** Forward, gradients of inputs and of weights. */
    @Override
    public double cost() {
      return 3 * network.flops();
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
      learner.close();
      fresh.close();
    }
  }
}
