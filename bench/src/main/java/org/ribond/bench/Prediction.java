package org.ribond.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Contact maps of proteins against an RNA of 100 bases, each protein met for the first time. */
final class Prediction implements Workload {
  private static final int BASES = 100;
  private static final int MOST_RESIDUES = 300;
  private static final int SEED = 1;

  /** Residues and bases of the map that is compared with the reference's. */
  private static final int CHECKED_RESIDUES = 8;

  private static final int CHECKED_BASES = 5;
  private static final double TOLERANCE = 1e-5;

  private final BenchmarkNetwork network;

  Prediction(BenchmarkNetwork network) {
    this.network = network;
  }

  @Override
  public Kind kind() {
    return Kind.PREDICT;
  }

  @Override
  public String name() {
    return network.name() + " (" + network.shape() + ")";
  }

  @Override
  public String describe(int size) {
    return "maps of " + size + " x " + BASES;
  }

  @Override
  public Job prepare(Backend backend) {
    return new PredictionJob(backend);
  }

  private MapPredictor predictor(Backend backend) {
    Weights weights = Weights.initial(network.architecture(), SEED, 0);
    TrainedModel model = new TrainedModel(network.architecture(), List.of(weights), Map.of());
    return new MapPredictor(model, backend, Vote.MEAN, Optional.empty());
  }

  private static float[] map(MapPredictor predictor, Sequence protein, Sequence rna) {
    float[] map = new float[protein.length() * rna.length()];
    predictor.score(
        protein,
        rna,
        (residue, scores) ->
            System.arraycopy(scores, 0, map, residue * rna.length(), rna.length()));
    return map;
  }

  private static Sequence protein(int length, int number) {
    String letters = Values.letters(Alphabet.PROTEIN.letters(), length, 100 + number);
    return new Sequence("protein", Alphabet.PROTEIN, letters);
  }

  private static Sequence rna(int length) {
    return new Sequence("rna", Alphabet.RNA, Values.letters(Alphabet.RNA.letters(), length, 99));
  }

  private final class PredictionJob implements Job {
    private final Backend backend;
    private final MapPredictor predictor;
    private final Sequence rna = rna(BASES);
    private int proteins;

    PredictionJob(Backend backend) {
      this.backend = backend;
      predictor = predictor(backend);
    }

    @Override
    public int least() {
      return 1;
    }

    @Override
    public int most() {
      return MOST_RESIDUES;
    }

    @Override
    public void run(int size) {
      map(predictor, protein(size, proteins++), rna);
    }

    @Override
    public double amount() {
      return BASES;
    }

    @Override
    public double cost() {
      return BASES * (network.denseFlops() + 2.0 * network.firstUnits());
    }

    @Override
    public String check() {
      Sequence protein = protein(CHECKED_RESIDUES, -1);
      Sequence shortRna = rna(CHECKED_BASES);
      double worst = 0;
      try (MapPredictor reference = predictor(new ScalarBackend());
          MapPredictor tested = predictor(backend)) {
        float[] expected = map(reference, protein, shortRna);
        float[] found = map(tested, protein, shortRna);
        for (int i = 0; i < expected.length; i++) {
          double difference = Math.abs(found[i] - expected[i]);
          if (!(difference <= TOLERANCE)) {
            throw new WrongResultException(
                "pair %d scores %s, not %s".formatted(i, found[i], expected[i]));
          }
          worst = Math.max(worst, difference);
        }
      }
      return "scores within %.1g of the reference".formatted(worst);
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
