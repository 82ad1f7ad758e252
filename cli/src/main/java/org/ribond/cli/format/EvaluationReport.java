package org.ribond.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapEvaluation;
import org.ribond.engine.contact.evaluate.MapScores;
import org.ribond.engine.metric.Bootstrap;
import org.ribond.engine.metric.Interval;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.metric.Summary;

/** Writes what whole maps show, as a table or as JSON. */
public final class EvaluationReport {
  private final Map<Level, MapEvaluation> evaluations;
  private final Map<Level, Bootstrap> bootstraps;
  private final Map<Level, Ranking> lengths;

  /**
   * A report of all levels.
   *
   * @param bootstraps of the same levels, or empty if intervals are not wanted
   * @param lengths what the chains' lengths alone would do, of all cells together
   */
  public EvaluationReport(
      Map<Level, MapEvaluation> evaluations,
      Map<Level, Bootstrap> bootstraps,
      Map<Level, Ranking> lengths) {
    this.evaluations = evaluations;
    this.bootstraps = bootstraps;
    this.lengths = lengths;
  }

  /** The numbers of {@code level}, and those of each level under its name. */
  public Map<String, Object> json(Level level) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("protocol", "map");
    json.put("level", name(level));
    json.putAll(numbers(level));
    Map<String, Object> levels = new LinkedHashMap<>();
    for (Level each : Level.values()) {
      levels.put(name(each), numbers(each));
    }
    json.put("levels", levels);
    return json;
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> numbers(Level level) {
    MapEvaluation evaluation = evaluations.get(level);
    Map<String, Object> json = summary(evaluation.pairs(), evaluation.pooled());
    Ranking once = evaluation.withoutCopies();
    Map<String, Object> withoutCopies = new LinkedHashMap<>();
    withoutCopies.put("prevalence", once.prevalence());
    withoutCopies.put("roc_auc", once.rocAuc());
    withoutCopies.put("pr_auc", once.averagePrecision());
    withoutCopies.put("lift", once.lift());
    json.put("without_copies", withoutCopies);
    Map<String, Object> ofLengths = new LinkedHashMap<>();
    ofLengths.put("roc_auc", lengths.get(level).rocAuc());
    ofLengths.put("pr_auc", lengths.get(level).averagePrecision());
    ofLengths.put("lift", lengths.get(level).lift());
    json.put("lengths_alone", ofLengths);
    MapEvaluation.ComplexMean mean = evaluation.perComplex();
    Map<String, Object> perComplex = new LinkedHashMap<>();
    perComplex.put("complexes", mean.complexes());
    perComplex.put("roc_auc", mean.rocAuc());
    perComplex.put("pr_auc", mean.averagePrecision());
    perComplex.put("lift", mean.lift());
    json.put("per_complex_mean", perComplex);
    if (!bootstraps.isEmpty()) {
      Bootstrap bootstrap = bootstraps.get(level);
      Map<String, Object> intervals = new LinkedHashMap<>();
      intervals.put("groups", bootstrap.groups());
      intervals.put("replicates", bootstrap.replicates());
      intervals.put("roc_auc", ends(bootstrap.rocAuc()));
      intervals.put("pr_auc", ends(bootstrap.averagePrecision()));
      intervals.put("lift", ends(bootstrap.lift()));
      json.put("interval_95", intervals);
    }
    return json;
  }

  private static List<Double> ends(Interval interval) {
    return List.of(interval.lower(), interval.upper());
  }

  /** The keys that both protocols share. */
  static Map<String, Object> summary(int pairs, Summary summary) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pairs", pairs);
    json.put("cells", summary.cells());
    json.put("contacts", summary.contacts());
    json.put("prevalence", summary.prevalence());
    json.put("threshold", summary.threshold());
    json.put("tp", summary.confusion().tp());
    json.put("fp", summary.confusion().fp());
    json.put("tn", summary.confusion().tn());
    json.put("fn", summary.confusion().fn());
    json.put("precision", summary.confusion().precision());
    json.put("recall", summary.confusion().recall());
    json.put("specificity", summary.confusion().specificity());
    json.put("f1", summary.confusion().f1());
    json.put("mcc", summary.confusion().mcc());
    json.put("roc_auc", summary.ranking().rocAuc());
    json.put("pr_auc", summary.ranking().averagePrecision());
    json.put("lift", summary.ranking().lift());
    json.put("brier", summary.brier());
    json.put("brier_skill", summary.brierSkill());
    json.put("ece", summary.ece());
    json.put("mean_score", summary.meanScore());
    json.put("best_f1", summary.ranking().bestF1());
    json.put("best_f1_threshold", summary.ranking().bestThreshold());
    return json;
  }

  /** The numbers of {@code levels} side by side. */
  public String table(List<Level> levels) {
    MapEvaluation first = evaluations.get(levels.getFirst());
    List<String> lines = new ArrayList<>();
    lines.add(
        "whole maps: "
            + first.pairs()
            + " pairs, "
            + first.perComplex().complexes()
            + " different"
            + (bootstraps.isEmpty()
                ? ""
                : ", in "
                    + bootstraps.get(levels.getFirst()).groups()
                    + " groups (brackets: 95 %)"));
    Columns columns = new Columns(levels);
    lines.add(columns.row("", level -> name(level) + "s"));
    lines.add(columns.pooled("counted", s -> String.valueOf(s.cells())));
    lines.add(columns.pooled("binding", s -> String.valueOf(s.contacts())));
    lines.add(columns.pooled("prevalence", s -> number(s.prevalence())));
    lines.add("");
    lines.add(columns.ranked("ROC AUC", Ranking::rocAuc, Bootstrap::rocAuc));
    lines.add(columns.ranked("PR AUC", Ranking::averagePrecision, Bootstrap::averagePrecision));
    lines.add(columns.ranked("  times prevalence", Ranking::lift, Bootstrap::lift));
    lines.add(columns.row("lengths alone: ROC AUC", l -> number(lengths.get(l).rocAuc())));
    lines.add(columns.row("  PR AUC times prevalence", l -> number(lengths.get(l).lift())));
    lines.add(columns.row("copies as one: ROC AUC", l -> number(of(l).withoutCopies().rocAuc())));
    lines.add(columns.row("  PR AUC times prevalence", l -> number(of(l).withoutCopies().lift())));
    lines.add(columns.row("mean per complex: ROC AUC", l -> number(of(l).perComplex().rocAuc())));
    lines.add(columns.row("  PR AUC times chance", l -> number(of(l).perComplex().lift())));
    lines.add("");
    lines.add(columns.pooled("threshold", s -> number(s.threshold())));
    lines.add(columns.pooled("true positives", s -> String.valueOf(s.confusion().tp())));
    lines.add(columns.pooled("false positives", s -> String.valueOf(s.confusion().fp())));
    lines.add(columns.pooled("true negatives", s -> String.valueOf(s.confusion().tn())));
    lines.add(columns.pooled("false negatives", s -> String.valueOf(s.confusion().fn())));
    lines.add(columns.pooled("precision", s -> number(s.confusion().precision())));
    lines.add(columns.pooled("recall", s -> number(s.confusion().recall())));
    lines.add(columns.pooled("specificity", s -> number(s.confusion().specificity())));
    lines.add(columns.pooled("F1", s -> number(s.confusion().f1())));
    lines.add(columns.pooled("MCC", s -> number(s.confusion().mcc())));
    lines.add(columns.pooled("best F1 in hindsight", s -> number(s.ranking().bestF1())));
    lines.add(columns.pooled("  at threshold", s -> number(s.ranking().bestThreshold())));
    lines.add("");
    lines.add(columns.pooled("mean score", s -> number(s.meanScore())));
    lines.add(columns.pooled("Brier score", s -> number(s.brier())));
    lines.add(columns.pooled("Brier skill", s -> number(s.brierSkill())));
    lines.add(columns.pooled("ECE", s -> number(s.ece())));
    return String.join("\n", lines);
  }

  private MapEvaluation of(Level level) {
    return evaluations.get(level);
  }

  /** Four significant digits, or {@code -} for what is undefined. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    String format = size >= 10 ? "%.1f" : size >= 1 ? "%.3f" : size >= 0.001 ? "%.4f" : "%.3g";
    return value == 0 ? "0" : String.format(Locale.ROOT, format, value);
  }

  /** Lays out rows with one column a level. */
  private final class Columns {
    private final List<Level> levels;

    Columns(List<Level> levels) {
      this.levels = levels;
    }

    String row(String label, Function<Level, String> cell) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-27s", label));
      for (Level level : levels) {
        row.append(String.format(Locale.ROOT, "%-28s", cell.apply(level)));
      }
      return row.toString().stripTrailing();
    }

    String pooled(String label, Function<Summary, String> cell) {
      return row(label, level -> cell.apply(of(level).pooled()));
    }

    String ranked(
        String label, Function<Ranking, Double> metric, Function<Bootstrap, Interval> interval) {
      return row(
          label,
          level -> {
            String value = number(metric.apply(of(level).pooled().ranking()));
            if (bootstraps.isEmpty()) {
              return value;
            }
            Interval ends = interval.apply(bootstraps.get(level));
            return value + " [" + number(ends.lower()) + ", " + number(ends.upper()) + "]";
          });
    }
  }

  /** One line a pair: its numbers at one level. */
  public static void writeDetails(List<MapScores.ComplexSummary> complexes, Writer out)
      throws IOException {
    out.write("id\tcluster\tcells\tcontacts\tprevalence\troc_auc\tpr_auc\tlift\ttp\tfp\ttn\tfn\n");
    for (MapScores.ComplexSummary each : complexes) {
      Summary summary = each.summary();
      List<Object> fields =
          List.of(
              each.complex().id(),
              each.complex().cluster().orElse(""),
              summary.cells(),
              summary.contacts(),
              exact(summary.prevalence()),
              exact(summary.ranking().rocAuc()),
              exact(summary.ranking().averagePrecision()),
              exact(summary.ranking().lift()),
              summary.confusion().tp(),
              summary.confusion().fp(),
              summary.confusion().tn(),
              summary.confusion().fn());
      out.write(String.join("\t", fields.stream().map(String::valueOf).toList()));
      out.write('\n');
    }
  }

  private static String exact(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
