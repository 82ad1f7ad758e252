package org.ribond.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ShippedData;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.contact.sampling.LetterPools;
import org.ribond.engine.contact.sampling.MapSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.contact.sampling.SequencePair;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;

/**
 * The headline: the time that a network takes from its initial weights to a stated ROC AUC of whole
 * validation maps of the shipped data, drawing, training and validating all included (the idea of
 * MLPerf: Mattson et al., MLSys 2020). The seed is fixed, so the CPU backends take the same steps
 * on every machine.
 */
final class TimeToScore {
  private static final int WINDOW = 9;
  private static final List<Integer> HIDDEN = List.of(128, 64);
  private static final float DROPOUT = 0.5f;
  private static final Adam ADAM = new Adam(1e-3f, 0.9f, 0.999f, 1e-8f, 1e-3f, 0);
  private static final int NEGATIVES_PER_CONTACT = 10;
  private static final int BATCH = 1024;
  private static final int SEED = 1;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Pace pace;
  private final WindowArchitecture architecture =
      ContactPlan.architecture(WINDOW, WINDOW, HIDDEN, Activation.RELU, DROPOUT);

  TimeToScore(Pace pace) {
    this.pace = pace;
  }

  /** What the clock stops at. */
  String name() {
    return String.format(
        Locale.ROOT,
        "ROC AUC %.2f on %s (%,d cells at most)",
        pace.scoreTarget(),
        ShippedData.Side.VALID.dataName(),
        pace.scoreCells());
  }

  /**
   * Trains until the score is reached.
   *
   * @throws WrongResultException if that takes too many epochs
   */
  Row.Measurement run(Backend backend) {
    List<Complex> validation = smallMaps(ShippedData.read(ShippedData.Side.VALID));
    MapSampler sampler =
        new MapSampler(
            ShippedData.read(ShippedData.Side.TRAIN),
            WINDOW / 2,
            WINDOW / 2,
            NEGATIVES_PER_CONTACT,
            SEED);
    long begin = System.nanoTime();
    double score = 0;
    try (Network network =
            new Network(backend, architecture, Weights.initial(architecture, SEED, 0));
        Learner learner = new Learner(network, ADAM, SEED, 0, BATCH)) {
      for (int epoch = 0; epoch < pace.scoreEpochs(); epoch++) {
        train(learner, backend, sampler.pools(), sampler.epoch(epoch));
        score = score(network, validation);
        if (score >= pace.scoreTarget()) {
          double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
          String detail =
              String.format(
                  Locale.ROOT,
                  "%.3f after %d epochs of %,d samples",
                  score,
                  epoch + 1,
                  sampler.samplesPerEpoch());
          return new Row.Measurement(
              Kind.SCORE.unit(), seconds, seconds, seconds, 1, OptionalDouble.empty(), detail);
        }
      }
    }
    throw new WrongResultException(
        String.format(Locale.ROOT, "%.3f is reached in %d epochs", score, pace.scoreEpochs()));
  }

  private static void train(Learner learner, Backend backend, LetterPools pools, PairSet pairs) {
    try (Ints residueLetters = Values.list(backend, pools.residues());
        Ints baseLetters = Values.list(backend, pools.bases());
        Ints residues = Values.list(backend, pairs.residues());
        Ints bases = Values.list(backend, pairs.bases());
        Ints labels = Values.list(backend, pairs.labels());
        Matrix weights = Values.matrix(backend, 1, pairs.size(), pairs.weights())) {
      Samples samples =
          new Samples(
              List.of(residueLetters, baseLetters), List.of(residues, bases), labels, weights);
      for (int first = 0; first < pairs.size(); first += BATCH) {
        int count = Math.min(BATCH, pairs.size() - first);
        learner.step(samples, first, count, 1f / count);
      }
      backend.synchronize();
    }
  }

  private double score(Network network, List<Complex> complexes) {
    TrainedModel model = new TrainedModel(architecture, List.of(network.weights()), Map.of());
    try (MapPredictor predictor =
        new MapPredictor(model, network.backend(), Vote.MEAN, Optional.empty())) {
      return MapProtocol.run(predictor, complexes, cells -> {})
          .withoutCopies(Level.CONTACT)
          .rocAuc();
    }
  }

  /** Different maps, the smallest first, that have no more cells than are to be scored. */
  private List<Complex> smallMaps(List<Complex> complexes) {
    Map<SequencePair, Complex> different = new LinkedHashMap<>();
    complexes.forEach(complex -> different.putIfAbsent(SequencePair.of(complex), complex));
    List<Complex> ascending = new ArrayList<>(different.values());
    ascending.sort(Comparator.comparingLong(Complex::observedCells).thenComparing(Complex::id));
    List<Complex> chosen = new ArrayList<>();
    long cells = 0;
    for (Complex complex : ascending) {
      cells += complex.observedCells();
      if (cells > pace.scoreCells()) {
        break;
      }
      chosen.add(complex);
    }
    return chosen;
  }
}
