package org.ribond.engine.contact.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.sampling.SequencePair;
import org.ribond.engine.metric.Bootstrap;
import org.ribond.engine.metric.CalibrationFit;
import org.ribond.engine.metric.RankTable;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.metric.Summary;

/** The scored maps of some complexes, with their truth: what all metrics are computed from. */
public final class MapScores {
  /** The scored cells, residues and bases of one complex. */
  record ComplexScores(Complex complex, Map<Level, ScoreTally> tallies) {}

  /** The metrics of one complex. */
  public record ComplexSummary(Complex complex, Summary summary) {}

  private static final int LEAST_PAIRS = 20;

  private final List<ComplexScores> scores;

  /** For each complex, 1 divided by the number of complexes with its two sequences. */
  private final double[] weights;

  MapScores(List<ComplexScores> scores) {
    this.scores = List.copyOf(scores);
    Map<SequencePair, Integer> copies = new HashMap<>();
    scores.forEach(score -> copies.merge(SequencePair.of(score.complex), 1, Integer::sum));
    weights =
        scores.stream()
            .mapToDouble(score -> 1.0 / copies.get(SequencePair.of(score.complex)))
            .toArray();
  }

  /** All cells, residues or bases of all complexes together, each counted once. */
  public ScoreTally pooled(Level level) {
    return merged(tallies(level));
  }

  /**
   * The ranking of all of them if copies (complexes with the same two sequences) share the weight
   * of one complex, as they do in training.
   */
  public Ranking withoutCopies(Level level) {
    // Tallies of equal weight go together: a table has a row for each.
    Map<Double, ScoreTally> byWeight = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      byWeight
          .computeIfAbsent(weights[i], key -> new ScoreTally())
          .addAll(scores.get(i).tallies.get(level));
    }
    double[] each = byWeight.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    return new RankTable(List.copyOf(byWeight.values())).ranking(each);
  }

  /**
   * The calibration that fits the cells best, copies sharing the weight of one complex; none if
   * contacts score no higher than other cells. It counts the chains' lengths if there are at least
   * {@value #LEAST_PAIRS} different pairs of sequences to learn from. The scores must not have been
   * calibrated before.
   *
   * @throws IllegalArgumentException if there is no contact
   */
  public Optional<Calibration> calibration() {
    List<ScoreTally> cells = tallies(Level.CONTACT);
    if (Arrays.stream(weights).sum() < LEAST_PAIRS) {
      return calibration(Level.CONTACT);
    }
    double[][] lengths =
        scores.stream()
            .map(
                score ->
                    new double[] {
                      Math.log(score.complex.protein().sequence().length()),
                      Math.log(score.complex.rna().sequence().length())
                    })
            .toArray(double[][]::new);
    return CalibrationFit.of(cells, weights, lengths)
        .map(
            line ->
                new Calibration(
                    line.slope(),
                    line.intercept(),
                    line.coefficients().get(0),
                    line.coefficients().get(1)));
  }

  /**
   * The same for the scores of a level, whatever the lengths of the chains; none too if nothing of
   * the level binds, or all of it.
   */
  public Optional<Calibration> calibration(Level level) {
    List<ScoreTally> tallies = tallies(level);
    return tallies.stream().allMatch(tally -> tally.contacts() == 0)
            || tallies.stream().allMatch(tally -> tally.contacts() == tally.cells())
        ? Optional.empty()
        : CalibrationFit.of(tallies, weights)
            .map(line -> new Calibration(line.slope(), line.intercept(), 0, 0));
  }

  /**
   * All metrics.
   *
   * @param threshold least score that is called a contact
   */
  public MapEvaluation evaluation(Level level, float threshold) {
    return new MapEvaluation(
        level,
        scores.size(),
        Summary.of(pooled(level), threshold),
        withoutCopies(level),
        complexMean(level));
  }

  /** The metrics of each complex, in the order given. */
  public List<ComplexSummary> complexes(Level level, float threshold) {
    return scores.stream()
        .map(
            score ->
                new ComplexSummary(score.complex, Summary.of(score.tallies.get(level), threshold)))
        .toList();
  }

  /**
   * Confidence intervals of the metrics of all cells together, from homology groups drawn with
   * replacement (structures, where the complexes have no groups).
   */
  public Bootstrap bootstrap(Level level, int replicates, int seed) {
    Map<String, List<ScoreTally>> groups = new LinkedHashMap<>();
    for (ComplexScores score : scores) {
      String group = score.complex.cluster().orElse(score.complex.structure());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(score.tallies.get(level));
    }
    return Bootstrap.of(groups.values().stream().map(MapScores::merged).toList(), replicates, seed);
  }

  /** The means over different complexes; NaN if none has both contacts and other cells. */
  public MapEvaluation.ComplexMean complexMean(Level level) {
    Map<SequencePair, List<ScoreTally>> copies = new LinkedHashMap<>();
    for (ComplexScores score : scores) {
      ScoreTally tally = score.tallies.get(level);
      if (tally.contacts() > 0 && tally.contacts() < tally.cells()) {
        copies.computeIfAbsent(SequencePair.of(score.complex), key -> new ArrayList<>()).add(tally);
      }
    }
    double rocAuc = 0;
    double averagePrecision = 0;
    double lift = 0;
    for (List<ScoreTally> tallies : copies.values()) {
      for (ScoreTally tally : tallies) {
        Ranking ranking = tally.ranking();
        double chance = Ranking.chance(tally.contacts(), tally.cells());
        rocAuc += ranking.rocAuc() / tallies.size();
        averagePrecision += ranking.averagePrecision() / tallies.size();
        lift += ranking.averagePrecision() / chance / tallies.size();
      }
    }
    return new MapEvaluation.ComplexMean(
        copies.size(),
        rocAuc / copies.size(),
        averagePrecision / copies.size(),
        lift / copies.size());
  }

  private List<ScoreTally> tallies(Level level) {
    return scores.stream().map(score -> score.tallies.get(level)).toList();
  }

  private static ScoreTally merged(Collection<ScoreTally> tallies) {
    ScoreTally all = new ScoreTally();
    tallies.forEach(all::addAll);
    return all;
  }
}
