package org.ribond.engine.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.evaluate.MapScores;
import org.ribond.engine.contact.evaluate.TrainingProteins;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.model.Calibration;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Network;
import org.ribond.engine.sequence.Alphabet;

/** Makes a model of the members of a run: with its card, and calibrated on whole maps. */
public final class EnsembleModel {
  private EnsembleModel() {}

  /**
   * A model of trained members.
   *
   * @param facts what the card is to say besides what is known here, such as plan and data
   * @param training the complexes that it was trained on
   * @param validation complexes for its scores, calibration and threshold, which are left out if
   *     there are none
   * @param backend where these are scored
   * @param progress is told how many cells have been scored
   */
  public static TrainedModel of(
      TrainingPlan plan,
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      List<Complex> training,
      List<Complex> validation,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.SEED, String.valueOf(plan.seed()));
    card.put(ModelCard.LETTERS + TrainingPlan.RESIDUE, Alphabet.PROTEIN.letters());
    card.put(ModelCard.LETTERS + TrainingPlan.BASE, Alphabet.RNA.letters());
    card.put(ModelCard.DATA_PROTEINS, TrainingProteins.of(training).toCardValue());
    Architecture architecture = plan.architecture();
    TrainedModel model =
        new TrainedModel(architecture, members.stream().map(MemberReport::weights).toList(), card);
    if (validation.isEmpty()) {
      return model;
    }
    try (MapPredictor predictor = new MapPredictor(model, backend, Vote.MEAN, Optional.empty())) {
      judge(MapProtocol.run(predictor, validation, progress), card);
    }
    return new TrainedModel(architecture, model.members(), card);
  }

  private static void judge(MapScores scores, Map<String, String> card) {
    for (Level level : Level.values()) {
      Ranking ranking = scores.withoutCopies(level);
      String prefix = ModelCard.SCORE + "valid." + level.name().toLowerCase(Locale.ROOT) + ".";
      card.put(prefix + "roc_auc", text(ranking.rocAuc()));
      card.put(prefix + "pr_auc", text(ranking.averagePrecision()));
      card.put(prefix + "prevalence", text(ranking.prevalence()));
    }
    Ranking contacts = scores.withoutCopies(Level.CONTACT);
    card.put(ModelCard.PREVALENCE, text(contacts.prevalence()));
    Optional<Calibration> calibration = scores.calibration();
    calibration.ifPresent(
        fitted -> {
          card.put(ModelCard.CALIBRATION_SLOPE, String.valueOf(fitted.slope()));
          card.put(ModelCard.CALIBRATION_INTERCEPT, String.valueOf(fitted.intercept()));
        });
    float best = contacts.bestThreshold();
    double threshold = calibration.map(fitted -> fitted.apply(best)).orElse((double) best);
    card.put(ModelCard.THRESHOLD, text(threshold));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  /**
   * The score that the share {@code percentile} of negatives which no epoch held stay below, by the
   * mean of all members: the trained threshold of arXiv 2511.08648. With n such negatives it is the
   * score of rank {@code floor(n (100 - percentile) / 100)} from the top.
   *
   * @param percentile above 0 and below 100
   * @throws IllegalArgumentException if the sampler keeps no negatives back
   */
  public static float unseenThreshold(
      TrainingPlan plan,
      List<MemberReport> members,
      PairSampler sampler,
      double percentile,
      Backend backend) {
    PairSet unseen = sampler.unseenNegatives();
    if (unseen.size() == 0) {
      throw new IllegalArgumentException(
          plan.sampling().name() + " sampling keeps no negatives back to set a threshold by");
    }
    double[] sums = new double[unseen.size()];
    try (Ints residues = backend.allocateInts(sampler.pools().residues().length);
        Ints bases = backend.allocateInts(sampler.pools().bases().length);
        EpochSamples samples =
            new EpochSamples(backend, List.of(residues, bases), unseen, 0, unseen.size())) {
      backend.upload(sampler.pools().residues(), residues);
      backend.upload(sampler.pools().bases(), bases);
      for (MemberReport member : members) {
        try (Network network = new Network(backend, plan.architecture(), member.weights())) {
          float[] scores = network.scores(samples.samples(), 0, unseen.size());
          Arrays.setAll(sums, i -> sums[i] + scores[i] / members.size());
        }
      }
    }
    Arrays.sort(sums);
    int rank = (int) Math.floor(sums.length * (100 - percentile) / 100);
    return (float) sums[sums.length - 1 - Math.min(rank, sums.length - 1)];
  }
}
