package org.ribond.cli.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ribond.engine.label.evaluate.LabelEvaluation;
import org.ribond.engine.label.evaluate.LabelScores;
import org.ribond.engine.metric.ClassConfusion;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.ClassIntervals;
import org.ribond.engine.metric.ClassScores;
import org.ribond.engine.metric.Confusion;
import org.ribond.engine.metric.Interval;
import org.ribond.engine.metric.NumberEvaluation;
import org.ribond.engine.metric.NumberIntervals;
import org.ribond.engine.metric.NumberScores;

/**
 * Writes how well a model labels sequences, as a table or as JSON: all of them, and beside them
 * those that share no long word with training.
 */
public final class LabelReport {
  private static final String ALL = "all";
  private static final String UNSEEN = "unseen";

  private final String source;
  private final LabelEvaluation evaluation;
  private final int replicates;
  private final int seed;

  /** Scores of classes by the name of the sequences that they are of. */
  private final Map<String, ClassEvaluation> classes = new LinkedHashMap<>();

  /** The same of numbers, a list of columns. */
  private final Map<String, List<NumberEvaluation>> numbers = new LinkedHashMap<>();

  /**
   * A report.
   *
   * @param source what the sequences were read from
   * @param replicates draws for the intervals; 0 for none
   * @param seed of the draws
   */
  public LabelReport(String source, LabelEvaluation evaluation, int replicates, int seed) {
    this.source = source;
    this.evaluation = evaluation;
    this.replicates = replicates;
    this.seed = seed;
    put(ALL, evaluation.all());
    evaluation.unseen().flatMap(LabelEvaluation.Unseen::scores).ifPresent(s -> put(UNSEEN, s));
  }

  private void put(String which, LabelScores scores) {
    switch (scores) {
      case LabelScores.Classes all -> classes.put(which, all.evaluation());
      case LabelScores.Numbers all -> numbers.put(which, all.columns());
    }
  }

  private int rows(String which) {
    return which.equals(ALL)
        ? evaluation.sequences()
        : evaluation.unseen().orElseThrow().sequences();
  }

  // ---- JSON ----

  /** The numbers of all sequences, and those of unseen ones under {@code unseen}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "label");
    json.putAll(json(ALL));
    evaluation
        .unseen()
        .ifPresent(
            unseen -> {
              json.put("shared_letters", unseen.word());
              json.put("shared_sequences", evaluation.sequences() - unseen.sequences());
            });
    if (classes.containsKey(UNSEEN) || numbers.containsKey(UNSEEN)) {
      json.put(UNSEEN, json(UNSEEN));
    }
    return json;
  }

  private Map<String, Object> json(String which) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequences", rows(which));
    if (classes.containsKey(which)) {
      putClasses(json, classes.get(which));
    } else {
      Map<String, Object> columns = new LinkedHashMap<>();
      List<NumberEvaluation> all = numbers.get(which);
      for (int column = 0; column < all.size(); column++) {
        columns.put(names().get(column), number(all.get(column)));
      }
      json.put("columns", columns);
    }
    return json;
  }

  private void putClasses(Map<String, Object> json, ClassEvaluation tested) {
    ClassScores scores = tested.scores();
    json.putAll(summary(scores));
    Map<String, Object> each = new LinkedHashMap<>();
    for (int label = 0; label < names().size(); label++) {
      Confusion against = scores.confusion().against(label);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("sequences", scores.confusion().ofClass(label));
      entry.put("precision", against.precision());
      entry.put("recall", against.recall());
      entry.put("f1", against.f1());
      entry.put("roc_auc", scores.rankings().get(label).rocAuc());
      entry.put("pr_auc", scores.rankings().get(label).averagePrecision());
      each.put(names().get(label), entry);
    }
    json.put("classes", each);
    json.put("confusion", scores.confusion().counts());
    if (replicates > 0) {
      ClassIntervals intervals = tested.intervals(replicates, seed);
      Map<String, Object> ends = new LinkedHashMap<>();
      ends.put("replicates", replicates);
      ends.put("accuracy", ends(intervals.accuracy()));
      ends.put("mcc", ends(intervals.mcc()));
      ends.put("macro_f1", ends(intervals.macroF1()));
      ends.put("roc_auc", ends(intervals.macroRocAuc()));
      ends.put("pr_auc", ends(intervals.macroAveragePrecision()));
      json.put("interval_95", ends);
    }
  }

  /** The numbers of all classes together, under their names in files. */
  public static Map<String, Double> summary(ClassScores scores) {
    Map<String, Double> summary = new LinkedHashMap<>();
    summary.put("accuracy", scores.confusion().accuracy());
    summary.put("mcc", scores.confusion().mcc());
    summary.put("macro_f1", scores.confusion().macroF1());
    summary.put("roc_auc", scores.macroRocAuc());
    summary.put("pr_auc", scores.macroAveragePrecision());
    summary.put("log_loss", scores.logLoss());
    summary.put("brier", scores.brier());
    summary.put("ece", scores.ece());
    return summary;
  }

  /** The numbers of a column, under their names in files. */
  public static Map<String, Double> summary(NumberScores scores) {
    Map<String, Double> summary = new LinkedHashMap<>();
    summary.put("pearson", scores.pearson());
    summary.put("spearman", scores.spearman());
    summary.put("r2", scores.r2());
    summary.put("rmse", scores.rmse());
    return summary;
  }

  /** Numbers of all sequences, as a sweep's row has them, without a prefix. */
  public Map<String, Double> row() {
    if (classes.containsKey(ALL)) {
      return summary(classes.get(ALL).scores());
    }
    Map<String, Double> row = new LinkedHashMap<>();
    List<NumberEvaluation> all = numbers.get(ALL);
    for (int column = 0; column < all.size(); column++) {
      String prefix = all.size() == 1 ? "" : names().get(column) + "_";
      summary(all.get(column).scores()).forEach((name, value) -> row.put(prefix + name, value));
    }
    return row;
  }

  private Map<String, Object> number(NumberEvaluation tested) {
    NumberScores scores = tested.scores();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measured", scores.samples());
    json.putAll(summary(scores));
    if (replicates > 0) {
      NumberIntervals intervals = tested.intervals(replicates, seed);
      Map<String, Object> ends = new LinkedHashMap<>();
      ends.put("replicates", replicates);
      ends.put("pearson", ends(intervals.pearson()));
      ends.put("spearman", ends(intervals.spearman()));
      ends.put("r2", ends(intervals.r2()));
      ends.put("rmse", ends(intervals.rmse()));
      json.put("interval_95", ends);
    }
    return json;
  }

  private List<String> names() {
    return evaluation.names();
  }

  private static List<Double> ends(Interval interval) {
    return List.of(interval.lower(), interval.upper());
  }

  // ---- table ----

  /** The same as a table for people. */
  public String table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        source
            + ": "
            + evaluation.sequences()
            + " sequences"
            + (replicates > 0 ? " (brackets: 95 %)" : ""));
    evaluation
        .unseen()
        .ifPresent(
            unseen ->
                lines.add(
                    "unseen: those "
                        + unseen.sequences()
                        + " that share no "
                        + unseen.word()
                        + " letters in a row with a training sequence"));
    if (classes.isEmpty()) {
      numberLines(lines);
    } else {
      classLines(lines);
    }
    return String.join("\n", lines);
  }

  private static String row(String label, List<String> cells) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-27s", label));
    cells.forEach(cell -> row.append(String.format(Locale.ROOT, "%-28s", cell)));
    return row.toString().stripTrailing();
  }

  private static String cell(double value, Optional<Interval> interval) {
    String number = EvaluationReport.number(value);
    return interval
        .map(
            ends ->
                number
                    + " ["
                    + EvaluationReport.number(ends.lower())
                    + ", "
                    + EvaluationReport.number(ends.upper())
                    + "]")
        .orElse(number);
  }

  private void classLines(List<String> lines) {
    List<ClassScores> scores = classes.values().stream().map(ClassEvaluation::scores).toList();
    List<Optional<ClassIntervals>> intervals =
        classes.values().stream()
            .map(
                each ->
                    replicates > 0
                        ? Optional.of(each.intervals(replicates, seed))
                        : Optional.<ClassIntervals>empty())
            .toList();
    lines.add(row("", List.copyOf(classes.keySet())));
    lines.add(row("sequences", cells(scores, s -> String.valueOf(s.samples()))));
    lines.add("");
    lines.add(
        scored("accuracy", scores, s -> s.confusion().accuracy(), intervals, i -> i.accuracy()));
    lines.add(scored("MCC", scores, s -> s.confusion().mcc(), intervals, i -> i.mcc()));
    lines.add(
        scored("macro F1", scores, s -> s.confusion().macroF1(), intervals, i -> i.macroF1()));
    lines.add(scored("ROC AUC", scores, ClassScores::macroRocAuc, intervals, i -> i.macroRocAuc()));
    lines.add(
        scored(
            "PR AUC",
            scores,
            ClassScores::macroAveragePrecision,
            intervals,
            i -> i.macroAveragePrecision()));
    lines.add("");
    lines.add(row("log loss", cells(scores, s -> EvaluationReport.number(s.logLoss()))));
    lines.add(row("Brier score", cells(scores, s -> EvaluationReport.number(s.brier()))));
    lines.add(row("ECE", cells(scores, s -> EvaluationReport.number(s.ece()))));
    for (int label = 0; label < names().size(); label++) {
      int place = label;
      lines.add("");
      lines.add(
          row(
              "class " + names().get(label),
              cells(scores, s -> s.confusion().ofClass(place) + " sequences")));
      lines.add(against("precision", scores, place, Confusion::precision));
      lines.add(against("recall", scores, place, Confusion::recall));
      lines.add(against("F1", scores, place, Confusion::f1));
      lines.add(
          scored(
              "  ROC AUC",
              scores,
              s -> s.rankings().get(place).rocAuc(),
              intervals,
              i -> i.rocAucs().get(place)));
      lines.add(
          scored(
              "  PR AUC",
              scores,
              s -> s.rankings().get(place).averagePrecision(),
              intervals,
              i -> i.averagePrecisions().get(place)));
    }
    lines.add("");
    confusionLines(lines, scores.getFirst().confusion());
  }

  private static <T> List<String> cells(List<T> all, Function<T, String> cell) {
    return all.stream().map(cell).toList();
  }

  private static <S, I> String scored(
      String label,
      List<S> scores,
      Function<S, Double> score,
      List<Optional<I>> intervals,
      Function<I, Interval> interval) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      cells.add(cell(score.apply(scores.get(i)), intervals.get(i).map(interval)));
    }
    return row(label, cells);
  }

  private static String against(
      String name, List<ClassScores> scores, int label, Function<Confusion, Double> score) {
    return row(
        "  " + name,
        cells(scores, s -> EvaluationReport.number(score.apply(s.confusion().against(label)))));
  }

  private void confusionLines(List<String> lines, ClassConfusion confusion) {
    int width = Math.max(8, names().stream().mapToInt(String::length).max().orElse(0) + 2);
    StringBuilder head =
        new StringBuilder(String.format(Locale.ROOT, "%-27s", "true class, called as"));
    names().forEach(name -> head.append(padded(name, width)));
    lines.add(head.toString().stripTrailing());
    for (int truth = 0; truth < names().size(); truth++) {
      StringBuilder line =
          new StringBuilder(String.format(Locale.ROOT, "  %-25s", names().get(truth)));
      for (int called = 0; called < names().size(); called++) {
        line.append(padded(String.valueOf(confusion.count(truth, called)), width));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private void numberLines(List<String> lines) {
    lines.add(row("", List.copyOf(numbers.keySet())));
    for (int column = 0; column < names().size(); column++) {
      int place = column;
      List<NumberEvaluation> each = numbers.values().stream().map(all -> all.get(place)).toList();
      List<NumberScores> scores = each.stream().map(NumberEvaluation::scores).toList();
      List<Optional<NumberIntervals>> intervals =
          each.stream()
              .map(
                  one ->
                      replicates > 0
                          ? Optional.of(one.intervals(replicates, seed))
                          : Optional.<NumberIntervals>empty())
              .toList();
      lines.add(
          row("column " + names().get(column), cells(scores, s -> s.samples() + " measured")));
      lines.add(
          scored("  Pearson", scores, NumberScores::pearson, intervals, NumberIntervals::pearson));
      lines.add(
          scored(
              "  Spearman", scores, NumberScores::spearman, intervals, NumberIntervals::spearman));
      lines.add(scored("  R2", scores, NumberScores::r2, intervals, NumberIntervals::r2));
      lines.add(scored("  RMSE", scores, NumberScores::rmse, intervals, NumberIntervals::rmse));
    }
  }
}
