package org.ribond.bench;

import java.util.Arrays;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Readings;

/** Steps of Adam on mini-batches of whole sequences, dropout and all. */
final class ChainTraining implements Workload {
  private static final int BATCH = 128;
  private static final int LEAST_BATCH = 16;
  private static final int SEED = 1;
  private static final float LEARNING_RATE = 1e-3f;

  /** Sequences and steps whose losses are compared with the reference's. */
  private static final int CHECKED_SEQUENCES = 3;

  private static final int CHECKED_STEPS = 2;
  private static final double TOLERANCE = 1e-4;

  private final ChainBenchmarkNetwork network;

  ChainTraining(ChainBenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return Kind.CHAIN_TRAIN;
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

  private static ChainTargets targets(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 2);
    float[] weights = new float[count];
    Arrays.fill(weights, 1);
    return new ChainTargets.Classes(labels, weights);
  }

  /** Sum of the first steps' losses on {@code backend}. */
  private double firstLosses(Backend backend) {
    try (ChainNetwork fresh = network.fresh(backend);
        ChainLearner learner = new ChainLearner(fresh, Adam.of(LEARNING_RATE), SEED, 0)) {
      for (int step = 0; step < CHECKED_STEPS; step++) {
        Readings readings = ChainBenchmarkNetwork.readings(CHECKED_SEQUENCES, step);
        learner.step(readings, targets(CHECKED_SEQUENCES), 1f / CHECKED_SEQUENCES);
      }
      return learner.takeLossSum();
    }
  }

  private final class TrainingJob implements Job {
    private final Backend backend;
    private final ChainNetwork fresh;
    private final ChainLearner learner;
    private final Readings readings = ChainBenchmarkNetwork.readings(BATCH, SEED);

    TrainingJob(Backend backend) {
      this.backend = backend;
      fresh = network.fresh(backend);
      learner = new ChainLearner(fresh, Adam.of(LEARNING_RATE), SEED, 0);
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
      Readings some = Readings.forward(readings.letters().subList(0, size));
      learner.step(some, targets(size), 1f / size);
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
