package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Readings;

/** Answers of networks on whole sequences, or on pairs of their letters. */
final class ChainPrediction implements Workload {
  /** Batches of training that are asked at a time. */
  private static final int BATCHES = 4;

  private static final int LEAST_SHARE = 64;
  private static final int SEED = 1;
  private static final double TOLERANCE = 1e-4;

  private final ChainBenchmarkNetwork network;

  ChainPrediction(ChainBenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return network.prediction();
  }

  @Override
  public String name() {
    return network.title();
  }

  @Override
  public String describe(int size) {
    return "batches of " + size;
  }

  @Override
  public Job prepare(Backend backend) {
    return new PredictionJob(backend);
  }

  private final class PredictionJob implements Job {
    private final ChainNetwork asked;
    private final Readings readings = network.readings(BATCHES * network.batch(), SEED);

    PredictionJob(Backend backend) {
      asked = network.fresh(backend);
    }

    @Override
    public int least() {
      return Math.max(1, most() / LEAST_SHARE);
    }

    @Override
    public int most() {
      return BATCHES * network.batch();
    }

    @Override
    public void run(int size) {
      asked.outputs(readings.part(0, size));
    }

    @Override
    public double amount() {
      return 1;
    }

    @Override
    public double cost() {
      return network.flops();
    }

    @Override
    public String check() {
      Readings some = network.readings(network.checked(), SEED);
      float[] found = asked.outputs(some);
      double worst = 0;
      try (ChainNetwork reference = network.fresh(new ScalarBackend())) {
        float[] expected = reference.outputs(some);
        for (int i = 0; i < expected.length; i++) {
          double difference = Math.abs(found[i] - expected[i]);
          if (!(difference <= TOLERANCE)) {
            throw new WrongResultException(
                "output %d is %s, not %s".formatted(i, found[i], expected[i]));
          }
          worst = Math.max(worst, difference);
        }
      }
      return "outputs within %.1g of the reference".formatted(worst);
    }

    @Override
    public void close() {
      asked.close();
    }
  }
}
