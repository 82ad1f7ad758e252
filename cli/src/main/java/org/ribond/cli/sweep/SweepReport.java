package org.ribond.cli.sweep;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.plot.Chart;
import org.ribond.cli.plot.Html;
import org.ribond.cli.plot.ScoreCharts;
import org.ribond.cli.plot.ScoreCurve;
import org.ribond.engine.file.DataException;
import org.ribond.engine.metric.Confusion;

/** The runs of a sweep as one HTML page that needs nothing else, and the charts on it. */
public final class SweepReport {
  private static final int MOST_CURVES = 6;

  private static final Map<String, String> NOTES =
      Map.of(
          "map",
          "Every observed residue against every observed base: what a user meets.",
          "paper",
          "Bug for bug: contacts are a whole window's length too frequent here, so precision,"
              + " F1 and PR AUC are not those of a map.");

  private final SweepFolder folder;
  private final SweepRows rows;
  private final Optional<SequencedMap<String, String>> best;
  private final SequencedMap<String, Chart> charts = new LinkedHashMap<>();
  private final StringBuilder page = new StringBuilder();

  /**
   * The report of a folder.
   *
   * @throws DataException if there is no run that is over
   */
  public SweepReport(Path path) {
    folder = new SweepFolder(path);
    rows = new SweepRows(folder.rows());
    if (rows.all().isEmpty()) {
      throw new DataException(path + ": has no run that is over");
    }
    best =
        rows.merit()
            .filter(merit -> rows.done().size() > 1)
            .map(merit -> rows.falling(merit).getFirst());
    write();
  }

  /** The charts by name. */
  public SequencedMap<String, Chart> charts() {
    return charts;
  }

  /** The page. */
  public String html() {
    return page.toString();
  }

  private void write() {
    String title = Html.escape(title());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Ribond: ")
        .append(title)
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style></head><body><main>\n<h1>")
        .append(title)
        .append("</h1>\n<p>")
        .append(Html.escape(summary()))
        .append("</p>\n");
    rows.axes().forEach(this::bySetting);
    byProtocol(Measure.MAP_PR_AUC, "map", "Whole maps");
    byProtocol(Measure.PAPER_PR_AUC, "paper", "The paper's test");
    tables();
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
    int failed = rows.all().size() - done;
    StringBuilder summary = new StringBuilder(done + (done == 1 ? " run done" : " runs done"));
    if (failed > 0) {
      summary.append(", ").append(failed).append(" failed");
    }
    if (best.isPresent()) {
      summary.append(". Best by " + merit().name() + " (" + merit().test() + "): ");
      summary.append(rows.name(best.get()));
      bestMean()
          .filter(runs -> runs.size() > 1)
          .map(runs -> rows.label(runs.getFirst(), ""))
          .ifPresent(label -> summary.append("; by its mean over " + repeats("") + ": " + label));
    }
    return summary.append(".").toString();
  }

  private Measure merit() {
    return rows.merit().orElseThrow();
  }

  private void chart(String name, Chart chart) {
    charts.put(name, chart);
    page.append("<figure>").append(chart.svg()).append("</figure>\n");
  }

  private void bySetting(String setting) {
    SettingCharts drawn = new SettingCharts(rows, setting);
    SequencedMap<String, Chart> ofSetting = drawn.charts();
    if (ofSetting.isEmpty()) {
      return;
    }
    heading("By " + SweepRows.words(setting), howDrawn(setting, drawn.combinations()));
    page.append("<div class=\"charts\">\n");
    ofSetting.forEach(this::chart);
    page.append("</div>\n");
  }

  private String howDrawn(String setting, int combinations) {
    String repeats = repeats(setting);
    String points =
        repeats.isEmpty()
            ? "Each point is one run."
            : "Means over " + repeats + "; bars are one standard deviation.";
    int most = SettingCharts.MOST_LINES;
    return combinations <= most
        ? points
        : "%s Of the %d combinations of the other settings, the %d with the best runs."
            .formatted(points, combinations, most);
  }

  /** What a mean is over, in words, where {@code setting} is not. */
  private String repeats(String setting) {
    return rows.repeats().stream()
        .filter(repeat -> !repeat.equals(setting))
        .map(repeat -> repeat + "s")
        .collect(Collectors.joining(" and "));
  }

  private void heading(String heading, String text) {
    page.append("<h2>")
        .append(Html.escape(heading))
        .append("</h2>\n<p>")
        .append(Html.escape(text))
        .append("</p>\n");
  }

  // ---- ROC, precision and recall, reliability, confusion ----

  /** Of the runs that differ by seed and fold alone the best one, and of these the best. */
  private void byProtocol(Measure merit, String protocol, String heading) {
    SequencedMap<String, JsonNode> curves = new LinkedHashMap<>();
    Set<String> combinations = new HashSet<>();
    for (SequencedMap<String, String> row : rows.falling(merit)) {
      if (curves.size() < MOST_CURVES && !combinations.contains(rows.label(row, ""))) {
        JsonNode node = json(row, "curves.json").path(protocol);
        if (!node.isMissingNode()) {
          combinations.add(rows.label(row, ""));
          curves.put(rows.name(row), node);
        }
      }
    }
    if (curves.isEmpty()) {
      return;
    }
    String choice =
        curves.size() == 1
            ? ""
            : " Of each setting the run with the best PR AUC, and of these the best "
                + MOST_CURVES
                + " at most.";
    heading(heading, NOTES.get(protocol) + choice);
    SequencedMap<String, ScoreCurve> lines = new LinkedHashMap<>();
    curves.forEach((name, node) -> lines.put(name, ScoreCurve.read(node)));
    String test = heading + ": ";
    page.append("<div class=\"charts\">\n");
    chart(protocol + "-roc", ScoreCharts.roc(test, lines));
    chart(protocol + "-pr", ScoreCharts.precisionRecall(test, lines));
    chart(protocol + "-reliability", ScoreCharts.reliability(test, lines));
    confusion(curves.firstEntry());
    page.append("</div>\n");
  }

  private void confusion(Map.Entry<String, JsonNode> first) {
    JsonNode node = first.getValue().path("confusion");
    Confusion counts =
        new Confusion(
            node.path(0).asLong(),
            node.path(1).asLong(),
            node.path(2).asLong(),
            node.path(3).asLong());
    page.append("<figure><table class=\"confusion\"><caption>")
        .append(Html.escape(first.getKey()))
        .append(" at threshold ")
        .append(EvaluationReport.number(first.getValue().path("threshold").asDouble()))
        .append("</caption><tr><td></td><th scope=\"col\">called contact</th>")
        .append("<th scope=\"col\">called none</th></tr><tr><th scope=\"row\">is contact</th>")
        .append(cell(counts.tp(), "right"))
        .append(cell(counts.fn(), "wrong"))
        .append("</tr><tr><th scope=\"row\">is none</th>")
        .append(cell(counts.fp(), "wrong"))
        .append(cell(counts.tn(), "right"))
        .append("</tr></table><p>precision ")
        .append(EvaluationReport.number(counts.precision()))
        .append(", recall ")
        .append(EvaluationReport.number(counts.recall()))
        .append(", F1 ")
        .append(EvaluationReport.number(counts.f1()))
        .append("</p></figure>\n");
  }

  private static String cell(long count, String style) {
    return String.format(Locale.ROOT, "<td class=\"%s\">%,d</td>", style, count);
  }

  // ---- table and provenance ----

  private void tables() {
    SweepTables tables = new SweepTables(rows);
    String marked = best.isPresent() ? "; the best by " + merit().name() + " is marked." : ".";
    if (!rows.repeats().isEmpty()) {
      heading("Means", "Over " + repeats("") + ", with one standard deviation" + marked);
      page.append(tables.means(bestMean()));
    }
    heading("Runs", "Each has a folder whose name begins with its number" + marked);
    page.append(tables.runs(best));
  }

  /** Of runs that differ by seed and fold alone those with the best mean, if there are others. */
  private Optional<List<SequencedMap<String, String>>> bestMean() {
    if (rows.combinations().size() < 2) {
      return Optional.empty();
    }
    return rows.merit()
        .flatMap(
            merit ->
                rows.combinations().stream()
                    .filter(runs -> runs.stream().allMatch(merit::isIn))
                    .max(Comparator.comparingDouble(runs -> mean(runs, merit))));
  }

  private static double mean(List<SequencedMap<String, String>> runs, Measure measure) {
    return Spread.of(runs.stream().map(measure::of).toList()).mean();
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
