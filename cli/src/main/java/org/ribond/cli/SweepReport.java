package org.ribond.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.ribond.engine.file.DataException;

/** The runs of a sweep as one HTML page that needs nothing else, and the charts on it. */
final class SweepReport {
  private static final int MOST_CURVES = 6;
  private static final int LONG_CELL = 60;

  private static final List<String> COLUMNS =
      List.of(
          "map_roc_auc",
          "map_pr_auc",
          "map_lift",
          "map_f1",
          "paper_roc_auc",
          "paper_precision",
          "paper_recall",
          "paper_f1",
          "paper_scaled_f1",
          "train_seconds",
          "seconds_per_epoch");

  private static final Map<String, String> NOTES =
      Map.of(
          "map",
          "Every observed residue against every observed base: what a user meets.",
          "paper",
          "Bug for bug: contacts are a whole window's length too frequent here, so precision,"
              + " F1 and PR AUC are not those of a map.");

  private final SweepFolder folder;
  private final SweepRows rows;
  private final SequencedMap<String, Chart> charts = new LinkedHashMap<>();
  private final StringBuilder page = new StringBuilder();

  /**
   * The report of a folder.
   *
   * @throws DataException if there is no run that is over
   */
  SweepReport(Path path) {
    folder = new SweepFolder(path);
    rows = new SweepRows(folder.rows());
    if (rows.all().isEmpty()) {
      throw new DataException(path + ": has no run that is over");
    }
    write();
  }

  /** The charts by name. */
  SequencedMap<String, Chart> charts() {
    return charts;
  }

  String html() {
    return page.toString();
  }

  private void write() {
    String title = Html.escape(title());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Ribond: ")
        .append(title)
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style></head><body><main>\n<h1>")
        .append(title)
        .append("</h1>\n<p>")
        .append(Html.escape(summary()))
        .append("</p>\n");
    rows.axes().forEach(this::bySetting);
    byProtocol("map", "Whole maps");
    byProtocol("paper", "The paper's test");
    table();
    provenance();
    page.append("</main></body></html>\n");
  }

  private static String style() {
    try (InputStream in = SweepReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String title() {
    return "Sweep " + folder.path().toAbsolutePath().normalize().getFileName();
  }

  private String summary() {
    int done = rows.done().size();
    String counts =
        done + (done == 1 ? " run" : " runs") + " done, " + (rows.all().size() - done) + " failed.";
    return best("map_pr_auc")
        .or(() -> best("paper_pr_auc"))
        .map(
            row ->
                counts
                    + " Best by PR AUC: "
                    + row.get("run")
                    + ", the one that is marked in the table.")
        .orElse(counts);
  }

  private Optional<SequencedMap<String, String>> best(String measure) {
    return rows.done().stream()
        .filter(row -> !row.getOrDefault(measure, "").isEmpty())
        .min(falling(measure));
  }

  private static Comparator<Map<String, String>> falling(String measure) {
    return Comparator.comparingDouble(row -> -Double.parseDouble(row.get(measure)));
  }

  private void chart(String name, Chart chart) {
    charts.put(name, chart);
    page.append("<figure>").append(chart.svg()).append("</figure>\n");
  }

  private void bySetting(String setting) {
    SequencedMap<String, Chart> ofSetting = new SettingCharts(rows).of(setting);
    if (ofSetting.isEmpty()) {
      return;
    }
    page.append("<h2>By ")
        .append(Html.escape(setting.replace('-', ' ')))
        .append("</h2>\n<p>Mean over seeds and folds; bars are one standard deviation.</p>\n")
        .append("<div class=\"charts\">\n");
    ofSetting.forEach(this::chart);
    page.append("</div>\n");
  }

  // ---- ROC, precision and recall, reliability, confusion ----

  /** Of the runs that differ by seed and fold alone the best one, and of these the best. */
  private void byProtocol(String protocol, String heading) {
    String measure = protocol + "_pr_auc";
    SequencedMap<String, JsonNode> best = new LinkedHashMap<>();
    Set<String> settings = new HashSet<>();
    rows.done().stream()
        .filter(row -> !row.getOrDefault(measure, "").isEmpty())
        .sorted(falling(measure))
        .forEach(
            row -> {
              JsonNode node = json(row, "curves.json").path(protocol);
              if (best.size() < MOST_CURVES
                  && !node.isMissingNode()
                  && settings.add(rows.label(row, ""))) {
                best.put(row.get("run"), node);
              }
            });
    if (best.isEmpty()) {
      return;
    }
    SequencedMap<String, ScoreCurve> curves = new LinkedHashMap<>();
    best.forEach((run, node) -> curves.put(run, ScoreCurve.read(node)));
    page.append("<h2>")
        .append(heading)
        .append("</h2>\n<p>")
        .append(NOTES.get(protocol))
        .append(" Of each setting the run with the best PR AUC, and of these the best ")
        .append(MOST_CURVES)
        .append(" at most.</p>\n<div class=\"charts\">\n");
    chart(protocol + "-roc", ScoreCharts.roc(curves));
    chart(protocol + "-pr", ScoreCharts.precisionRecall(curves));
    chart(protocol + "-reliability", ScoreCharts.reliability(curves));
    confusion(best.firstEntry());
    page.append("</div>\n");
  }

  private void confusion(Map.Entry<String, JsonNode> best) {
    JsonNode counts = best.getValue().path("confusion");
    page.append("<figure><table class=\"confusion\"><caption>")
        .append(Html.escape(best.getKey()))
        .append(" at threshold ")
        .append(EvaluationReport.number(best.getValue().path("threshold").asDouble()))
        .append("</caption><tr><th></th><th>called contact</th><th>called none</th></tr>")
        .append("<tr><th>is contact</th>")
        .append(cell(counts.path(0), "right"))
        .append(cell(counts.path(3), "wrong"))
        .append("</tr><tr><th>is none</th>")
        .append(cell(counts.path(1), "wrong"))
        .append(cell(counts.path(2), "right"))
        .append("</tr></table></figure>\n");
  }

  private static String cell(JsonNode count, String style) {
    return String.format(Locale.ROOT, "<td class=\"%s\">%,d</td>", style, count.asLong());
  }

  // ---- table and provenance ----

  private void table() {
    Set<String> columns = new LinkedHashSet<>(List.of("run", "status"));
    columns.addAll(rows.settings());
    for (String measure : COLUMNS) {
      if (rows.all().stream().anyMatch(row -> row.containsKey(measure))) {
        columns.add(measure);
      }
    }
    String best =
        best("map_pr_auc").or(() -> best("paper_pr_auc")).map(r -> r.get("run")).orElse("");
    page.append("<h2>Runs</h2>\n<div class=\"scroll\"><table><thead><tr>");
    columns.forEach(
        column -> page.append("<th>").append(SettingCharts.words(column)).append("</th>"));
    page.append("</tr></thead><tbody>\n");
    for (SequencedMap<String, String> row : rows.all()) {
      page.append(row.get("run").equals(best) ? "<tr class=\"best\">" : "<tr>");
      columns.forEach(column -> page.append(cell(row, column)));
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private static String cell(Map<String, String> row, String column) {
    String value = row.getOrDefault(column, "");
    if (COLUMNS.contains(column)) {
      String number = value.isEmpty() ? "" : EvaluationReport.number(Double.parseDouble(value));
      return "<td class=\"number\">" + number + "</td>";
    }
    if (column.equals("status") && row.containsKey(SweepFolder.REASON)) {
      value = value + ": " + row.get(SweepFolder.REASON);
    }
    return (value.length() > LONG_CELL ? "<td class=\"long\">" : "<td>")
        + Html.escape(value)
        + "</td>";
  }

  private void provenance() {
    Set<String> facts = new TreeSet<>();
    for (SequencedMap<String, String> row : rows.done()) {
      JsonNode record = json(row, "model.run.json");
      if (!record.isEmpty()) {
        facts.add(fact(record));
      }
    }
    page.append("<h2>What was run on what</h2>\n<ul>");
    facts.forEach(fact -> page.append("<li>").append(Html.escape(fact)).append("</li>\n"));
    page.append("</ul>\n<p>Options of each run stand in <code>results.tsv</code> under")
        .append(" <code>arguments</code>; its plan, seed and the hashes of its data in its")
        .append(" <code>model.run.json</code>.</p>\n");
  }

  private static String fact(JsonNode record) {
    List<Object> parts = new ArrayList<>();
    for (String key : List.of("ribond_version", "java", "system", "backend", "device")) {
      parts.add(record.path(key).asText());
    }
    for (String key : List.of("name", "pairs", "sha256")) {
      parts.add(record.path("data").path(key).asText());
    }
    return "Ribond %s, Java %s, %s; %s on %s; trained on %s (%s pairs, SHA-256 %s)"
        .formatted(parts.toArray());
  }

  /** A file of a run, or an empty object if it has none. */
  private JsonNode json(Map<String, String> row, String name) {
    Path file = folder.path().resolve(row.get("run")).resolve(name);
    if (!Files.exists(file)) {
      return new ObjectMapper().createObjectNode();
    }
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
