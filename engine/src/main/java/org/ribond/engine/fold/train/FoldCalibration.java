package org.ribond.engine.fold.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.evaluate.FoldOutcome;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.physics.Decoding;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.metric.CalibrationFit;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;

/** Makes probabilities of what networks give, and chooses how structures are called by them. */
final class FoldCalibration {
  private static final double[] GAMMAS = {0.7, 1, 1.4, 2, 3, 4, 6};
  private static final double[] THRESHOLDS = {0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5};

  private FoldCalibration() {}

  /** The model with a calibration, gamma, threshold and scores by {@code judged} on its card. */
  static TrainedModel calibrated(
      TrainedModel model, FoldSamples judged, Backend backend, LongConsumer progress) {
    List<float[]> logits = new ArrayList<>();
    try (FoldNetwork network =
        new FoldNetwork(backend, model.chainArchitecture(), model.members())) {
      for (int sample = 0; sample < judged.size(); sample++) {
        Structure known = judged.structure(sample);
        logits.add(network.logits(known.rna(), judged.priors(sample).stream().findFirst()));
        progress.accept(sample + 1L);
      }
    }
    SequencedMap<String, String> card = new LinkedHashMap<>(model.card());
    fit(judged, logits)
        .ifPresent(
            fit -> {
              card.put(ModelCard.CALIBRATION_SLOPE, String.valueOf(fit.slope()));
              card.put(ModelCard.CALIBRATION_INTERCEPT, String.valueOf(fit.intercept()));
            });
    FoldModel calibrated = FoldModel.of("the model", with(model, card));
    List<PairProbabilities> probabilities = new ArrayList<>();
    for (int sample = 0; sample < judged.size(); sample++) {
      float[] all = logits.get(sample);
      int length = judged.structure(sample).rna().length();
      probabilities.add(
          PairProbabilities.of(
              length, (i, j) -> calibrated.calibrated(all[i * length + j]), Double.NaN));
    }
    choose(judged, probabilities, card);
    return with(model, card);
  }

  private static TrainedModel with(TrainedModel model, SequencedMap<String, String> card) {
    return new TrainedModel(model.architecture(), model.members(), card);
  }

  private static Optional<CalibrationFit> fit(FoldSamples judged, List<float[]> logits) {
    ScoreTally tally = new ScoreTally();
    for (int sample = 0; sample < judged.size(); sample++) {
      Structure known = judged.structure(sample);
      int length = known.rna().length();
      boolean[] pairs = new boolean[length * length];
      for (Pair pair : known.pairs()) {
        pairs[pair.first() * length + pair.second()] = true;
      }
      for (int i = 0; i < length; i++) {
        for (int j = i + 1; j < length; j++) {
          int cell = i * length + j;
          tally.add((float) (1 / (1 + Math.exp(-logits.get(sample)[cell]))), pairs[cell]);
        }
      }
    }
    tally.pack();
    return CalibrationFit.of(List.of(tally), new double[] {1});
  }

  /** How structures are called from probabilities, with a number. */
  private interface Caller {
    Structure structure(Structure known, PairProbabilities probabilities, double number);
  }

  private static void choose(
      FoldSamples judged,
      List<PairProbabilities> probabilities,
      SequencedMap<String, String> card) {
    Caller nested = (known, all, gamma) -> Decoding.expectedAccuracy(known.rna(), all, gamma);
    Caller crossing = (known, all, threshold) -> Decoding.onePartner(known.rna(), all, threshold);
    choose(judged, probabilities, nested, GAMMAS, card, FoldModel.GAMMA, "valid.f1");
    choose(
        judged,
        probabilities,
        crossing,
        THRESHOLDS,
        card,
        ModelCard.THRESHOLD,
        "valid.f1_pseudoknots");
  }

  private static void choose(
      FoldSamples judged,
      List<PairProbabilities> probabilities,
      Caller caller,
      double[] numbers,
      SequencedMap<String, String> card,
      String name,
      String score) {
    double best = Double.NEGATIVE_INFINITY;
    for (double number : numbers) {
      double sum = 0;
      for (int sample = 0; sample < judged.size(); sample++) {
        Structure known = judged.structure(sample);
        Structure called = caller.structure(known, probabilities.get(sample), number);
        sum += FoldOutcome.of(called, known).f1();
      }
      if (sum > best) {
        best = sum;
        card.put(name, String.valueOf(number));
        card.put(ModelCard.SCORE + score, String.valueOf(sum / judged.size()));
      }
    }
  }
}
