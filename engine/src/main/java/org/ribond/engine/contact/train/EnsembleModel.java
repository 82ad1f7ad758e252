package org.ribond.engine.contact.train;

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
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.TrainingPlan;

/** Makes a model of the members of a run: with its card, and calibrated on whole maps. */
final class EnsembleModel {
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
  static TrainedModel of(
      TrainingPlan<ContactPlan> plan,
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      List<Complex> training,
      List<Complex> validation,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = card(plan.seed(), facts, training);
    WindowArchitecture architecture = plan.task().architecture();
    TrainedModel model =
        new TrainedModel(architecture, members.stream().map(MemberReport::weights).toList(), card);
    if (validation.isEmpty()) {
      return model;
    }
    MapScores raw = scores(model, Optional.empty(), validation, backend, progress);
    Optional<Calibration> calibration = raw.calibration();
    calibration.ifPresent(fitted -> fitted.put(card));
    // Lengths change the order of cells of different maps, and chances that of residues and bases.
    judge(
        calibration.isPresent() ? scores(model, calibration, validation, backend, progress) : raw,
        card);
    return new TrainedModel(architecture, model.members(), card);
  }

  /** What the cards of all models of contacts say, behind {@code facts}. */
  static SequencedMap<String, String> card(
      int seed, SequencedMap<String, String> facts, List<Complex> training) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.SEED, String.valueOf(seed));
    card.put(ModelCard.LETTERS + ContactPlan.RESIDUE, Alphabet.PROTEIN.letters());
    card.put(ModelCard.LETTERS + ContactPlan.BASE, Alphabet.RNA.letters());
    card.put(ModelCard.DATA_PROTEINS, TrainingProteins.of(training).toCardValue());
    return card;
  }

  /** Scores of the maps of {@code validation} by the mean of the members. */
  static MapScores scores(
      TrainedModel model,
      Optional<Calibration> calibration,
      List<Complex> validation,
      Backend backend,
      LongConsumer progress) {
    try (ContactPredictor predictor =
        ContactPredictor.of(List.of(model), backend, Vote.MEAN, calibration)) {
      return MapProtocol.run(predictor, validation, progress);
    }
  }

  /** Writes scores and thresholds of each level on a card. */
  static void judge(MapScores scores, Map<String, String> card) {
    for (Level level : Level.values()) {
      Ranking ranking = scores.withoutCopies(level);
      String name = level.name().toLowerCase(Locale.ROOT);
      String prefix = ModelCard.SCORE + "valid." + name + ".";
      card.put(prefix + "roc_auc", text(ranking.rocAuc()));
      card.put(prefix + "pr_auc", text(ranking.averagePrecision()));
      card.put(prefix + "prevalence", text(ranking.prevalence()));
      card.put(level.thresholdKey(), text(ranking.bestThreshold()));
    }
    Ranking contacts = scores.withoutCopies(Level.CONTACT);
    card.put(ModelCard.PREVALENCE, text(contacts.prevalence()));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  /** See {@link ContactTask#unseenThreshold}. */
  static float unseenThreshold(
      TrainingPlan<ContactPlan> plan,
      List<MemberReport> members,
      PairSampler sampler,
      double percentile,
      Backend backend) {
    PairSet unseen = sampler.unseenNegatives();
    if (unseen.size() == 0) {
      throw new IllegalArgumentException(
          plan.task().sampling().name()
              + " sampling keeps no negatives back to set a threshold by");
    }
    double[] sums = new double[unseen.size()];
    try (Ints residues = backend.allocateInts(sampler.pools().residues().length);
        Ints bases = backend.allocateInts(sampler.pools().bases().length);
        EpochSamples samples =
            new EpochSamples(backend, List.of(residues, bases), unseen, 0, unseen.size())) {
      backend.upload(sampler.pools().residues(), residues);
      backend.upload(sampler.pools().bases(), bases);
      for (MemberReport member : members) {
        try (Network network = new Network(backend, plan.task().architecture(), member.weights())) {
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
