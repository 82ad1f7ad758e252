package org.ribond.cli.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.fold.evaluate.FoldEvaluation;
import org.ribond.engine.fold.evaluate.FoldOutcome;
import org.ribond.engine.fold.evaluate.FoldScores;
import org.ribond.engine.metric.CalibrationBin;

/** Writes how predicted structures compare with known ones, as a table or as JSON. */
public final class FoldReport {
  /** Lengths up to which RNAs are scored apart, as papers do. */
  private static final int[] LENGTHS = {99, 128, 200, 500};

  /** Edges of the bins of probabilities. */
  private static final double[] EDGES = {
    0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1
  };

  private final FoldEvaluation evaluation;

  /** By which RNAs, in the order of the table. */
  private final Map<String, FoldScores> all = new LinkedHashMap<>();

  private final Map<String, FoldScores> canonical = new LinkedHashMap<>();

  /**
   * A report.
   *
   * @param replicates draws for the intervals; 0 for none
   * @param seed of the draws
   */
  public FoldReport(FoldEvaluation evaluation, int replicates, int seed) {
    this.evaluation = evaluation;
    put(all, evaluation.outcomes(), replicates, seed);
    put(canonical, evaluation.canonicalOutcomes(), replicates, seed);
  }

  private static void put(
      Map<String, FoldScores> scores, List<FoldOutcome> outcomes, int replicates, int seed) {
    scores.put("all", FoldScores.of(outcomes, replicates, seed));
    for (int length : LENGTHS) {
      List<FoldOutcome> shorter =
          outcomes.stream().filter(outcome -> outcome.length() <= length).toList();
      if (!shorter.isEmpty() && shorter.size() < outcomes.size()) {
        scores.put("up to " + length, FoldScores.of(shorter, replicates, seed));
      }
    }
  }

  /** The numbers by all known pairs, by the canonical ones, and the calibration. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "fold");
    json.put("all_pairs", json(all));
    json.put("canonical_pairs", json(canonical));
    json.put("ece", evaluation.probabilities().ece());
    List<Object> bins = new ArrayList<>();
    for (CalibrationBin bin : bins()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("lower", bin.lower());
      entry.put("upper", bin.upper());
      entry.put("pairs", bin.cells());
      entry.put("mean_probability", bin.meanScore());
      entry.put("share_right", bin.observed());
      bins.add(entry);
    }
    json.put("calibration", bins);
    return json;
  }

  private static Map<String, Object> json(Map<String, FoldScores> scores) {
    Map<String, Object> json = new LinkedHashMap<>();
    scores.forEach(
        (which, score) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("rnas", score.records());
          entry.put("f1", score.f1());
          entry.put(
              "f1_interval_95", List.of(score.f1Interval().lower(), score.f1Interval().upper()));
          entry.put("precision", score.precision());
          entry.put("recall", score.recall());
          entry.put("solved", score.solved());
          entry.put("f1_of_all_pairs_together", score.pairF1());
          json.put(which.replace(' ', '_'), entry);
        });
    return json;
  }

  private List<CalibrationBin> bins() {
    return evaluation.probabilities().calibration(EDGES).stream()
        .filter(bin -> bin.cells() > 0)
        .toList();
  }

  /** A table for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    table(text, "all known pairs", all);
    text.append('\n');
    table(text, "canonical known pairs, one partner each", canonical);
    text.append("\nprobability     pairs       mean  share right\n");
    for (CalibrationBin bin : bins()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.2f to %.2f  %,9d  %9.4f    %9.4f\n",
              bin.lower(),
              bin.upper(),
              bin.cells(),
              bin.meanScore(),
              bin.observed()));
    }
    text.append(String.format(Locale.ROOT, "ECE %.5f", evaluation.probabilities().ece()));
    return text.toString();
  }

  private static void table(StringBuilder text, String truth, Map<String, FoldScores> scores) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-40s %6s  %-22s %9s %6s %6s %6s\n",
            truth,
            "RNAs",
            "F1",
            "precision",
            "recall",
            "solved",
            "pairs"));
    scores.forEach(
        (which, score) -> {
          boolean drawn = Double.isFinite(score.f1Interval().lower());
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-40s %,6d  %-22s %9.3f %6.3f %6.3f %6.3f\n",
                  which,
                  score.records(),
                  String.format(Locale.ROOT, "%.3f", score.f1())
                      + (drawn
                          ? String.format(
                              Locale.ROOT,
                              " [%.3f, %.3f]",
                              score.f1Interval().lower(),
                              score.f1Interval().upper())
                          : ""),
                  score.precision(),
                  score.recall(),
                  score.solved(),
                  score.pairF1()));
        });
  }
}
