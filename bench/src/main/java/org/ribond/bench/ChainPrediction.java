package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Readings;

/** Classes of whole sequences. */
final class ChainPrediction implements Workload {
  private static final int MOST = 512;
  private static final int LEAST = 8;
  private static final int SEED = 1;
  private static final int CHECKED_SEQUENCES = 3;
  private static final double TOLERANCE = 1e-5;

  private final ChainBenchmarkNetwork network;

  ChainPrediction(ChainBenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return Kind.CHAIN_PREDICT;
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
    private final Readings readings = ChainBenchmarkNetwork.readings(MOST, SEED);

    PredictionJob(Backend backend) {
      asked = network.fresh(backend);
    }

    @Override
    public int least() {
      return LEAST;
    }

    @Override
    public int most() {
      return MOST;
    }

    @Override
    public void run(int size) {
      asked.probabilities(Readings.forward(readings.letters().subList(0, size)));
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
      Readings some = ChainBenchmarkNetwork.readings(CHECKED_SEQUENCES, SEED);
      float[] found = asked.probabilities(some);
      double worst = 0;
      try (ChainNetwork reference = network.fresh(new ScalarBackend())) {
        float[] expected = reference.probabilities(some);
        for (int i = 0; i < expected.length; i++) {
          double difference = Math.abs(found[i] - expected[i]);
          if (!(difference <= TOLERANCE)) {
            throw new WrongResultException(
                "probability %d is %s, not %s".formatted(i, found[i], expected[i]));
          }
          worst = Math.max(worst, difference);
        }
      }
      return "probabilities within %.1g of the reference".formatted(worst);
    }

    @Override
    public void close() {
      asked.close();
    }
  }
}
