package org.ribond.cli.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.contact.evaluate.PaperEvaluation;
import org.ribond.engine.contact.evaluate.PaperProtocol;
import org.ribond.engine.metric.Confusion;
import org.ribond.engine.metric.Summary;

/** Writes what the paper's test shows, as a table or as JSON, and always that it is the paper's. */
public final class PaperReport {
  private final PaperEvaluation evaluation;
  private final Summary summary;

  /** A report of {@code evaluation}, whose pairs are contacts from {@code threshold} on. */
  public PaperReport(PaperEvaluation evaluation, float threshold) {
    this.evaluation = evaluation;
    this.summary = evaluation.summary(threshold);
  }

  /** The report as JSON. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("protocol", "paper");
    json.put("caveat", PaperProtocol.CAVEAT);
    json.put("level", "contact");
    json.put("window", evaluation.window());
    json.putAll(EvaluationReport.summary(evaluation.pairs(), summary));
    json.put("accuracy", PaperEvaluation.accuracy(summary.confusion()));
    json.put("paper_auc", evaluation.trapezoidAuc());
    return json;
  }

  /** The report as lines of a label and a value. */
  public String table() {
    Confusion confusion = summary.confusion();
    List<String> lines = new ArrayList<>();
    lines.add("note: " + PaperProtocol.CAVEAT);
    lines.add(
        "paper's test, stride "
            + evaluation.window()
            + ": "
            + evaluation.pairs()
            + " pairs, "
            + (summary.cells() - summary.contacts())
            + " negatives, "
            + summary.contacts()
            + " contacts");
    lines.add(row("threshold", summary.threshold()));
    lines.add(row("true positives", confusion.tp()));
    lines.add(row("true negatives", confusion.tn()));
    lines.add(row("false positives", confusion.fp()));
    lines.add(row("false negatives", confusion.fn()));
    lines.add(row("accuracy", PaperEvaluation.accuracy(confusion)));
    lines.add(row("precision", confusion.precision()));
    lines.add(row("recall", confusion.recall()));
    lines.add(row("specificity", confusion.specificity()));
    lines.add(row("F1", confusion.f1()));
    lines.add(row("AUC (31 thresholds)", evaluation.trapezoidAuc()));
    lines.add(row("ROC AUC (exact)", summary.ranking().rocAuc()));
    lines.add(row("PR AUC (exact)", summary.ranking().averagePrecision()));
    lines.add(row("MCC", confusion.mcc()));
    return String.join("\n", lines);
  }

  private static String row(String label, long value) {
    return String.format(Locale.ROOT, "%-21s%d", label, value);
  }

  private static String row(String label, double value) {
    return String.format(Locale.ROOT, "%-21s%s", label, EvaluationReport.number(value));
  }
}
