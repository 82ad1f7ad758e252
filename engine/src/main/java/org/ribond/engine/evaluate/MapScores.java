package org.ribond.engine.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.ribond.engine.complex.Complex;
import org.ribond.engine.predict.Calibration;
import org.ribond.engine.sampling.SequencePair;

/** The scored maps of some complexes, with their truth: what all metrics are computed from. */
public final class MapScores {
  /** The scored cells, residues and bases of one complex. */
  record ComplexScores(Complex complex, Map<Level, ScoreTally> tallies) {}

  /** The metrics of one complex. */
  public record ComplexSummary(Complex complex, Summary summary) {}

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
    return new RankTable(tallies(level)).ranking(weights);
  }

  /**
   * The calibration that fits the cells best, copies sharing the weight of one complex; none if
   * contacts score no higher than other cells. The scores must not have been calibrated before.
   *
   * @throws IllegalArgumentException if there is no contact
   */
  public Optional<Calibration> calibration() {
    return CalibrationFit.of(tallies(Level.CONTACT), weights);
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

  private MapEvaluation.ComplexMean complexMean(Level level) {
    Map<SequencePair, List<Ranking>> copies = new LinkedHashMap<>();
    for (ComplexScores score : scores) {
      Ranking ranking = score.tallies.get(level).ranking().withoutPoints();
      if (Double.isFinite(ranking.rocAuc())) {
        copies
            .computeIfAbsent(SequencePair.of(score.complex), key -> new ArrayList<>())
            .add(ranking);
      }
    }
    Function<ToDoubleFunction<Ranking>, Double> mean =
        metric ->
            copies.values().stream()
                .mapToDouble(of -> of.stream().mapToDouble(metric).average().orElseThrow())
                .average()
                .orElse(Double.NaN);
    return new MapEvaluation.ComplexMean(
        copies.size(),
        mean.apply(Ranking::rocAuc),
        mean.apply(Ranking::averagePrecision),
        mean.apply(Ranking::lift));
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
