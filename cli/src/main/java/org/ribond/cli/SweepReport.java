package org.ribond.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ribond.engine.file.DataException;

/** Draws the runs of a sweep: one HTML page that needs nothing else, and its charts as SVG. */
final class SweepReport {
  private static final List<String> WINDOWS = List.of("window", "residue-window", "base-window");
  private static final Set<String> NOT_SETTINGS = Set.of("run", "status", "reason", "arguments");
  private static final List<String> MEASURES =
      List.of(
          "map_pr_auc",
          "map_roc_auc",
          "paper_f1",
          "paper_scaled_f1",
          "paper_roc_auc",
          "train_seconds");
  private static final int MOST_CURVES = 6;
  private static final int LONG_CELL = 60;

  private final SweepFolder folder;
  private final List<SequencedMap<String, String>> rows;
  private final SequencedMap<String, String> charts = new LinkedHashMap<>();

  SweepReport(Path path) {
    folder = new SweepFolder(path);
    rows = folder.rows();
    if (rows.isEmpty()) {
      throw new DataException(path + ": has no run that is over");
    }
  }

  /** The charts under the names of their files, once {@link #html} has been made. */
  SequencedMap<String, String> charts() {
    return charts;
  }

  String html() {
    StringBuilder page = new StringBuilder();
    List<SequencedMap<String, String>> done =
        rows.stream().filter(row -> row.get(SweepFolder.STATUS).equals(SweepFolder.DONE)).toList();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Ribond: ")
        .append(Html.escape(title()))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style></head><body><main>\n<h1>")
        .append(Html.escape(title()))
        .append("</h1>\n<p>")
        .append(done.size())
        .append(done.size() == 1 ? " run" : " runs")
        .append(" done, ")
        .append(rows.size() - done.size())
        .append(" failed.</p>\n");
    windowCurves(page, done);
    for (String protocol : List.of("map", "paper")) {
      curves(page, protocol, done);
    }
    table(page);
    provenance(page, done);
    return page.append("</main></body></html>\n").toString();
  }

  private String title() {
    return "Sweep " + folder.path().toAbsolutePath().normalize().getFileName();
  }

  private void chart(StringBuilder page, String name, SvgChart chart) {
    String svg = chart.svg();
    charts.put(name + ".svg", svg);
    page.append("<figure>").append(svg).append("</figure>\n");
  }

  // ---- curves over windows ----

  private void windowCurves(StringBuilder page, List<SequencedMap<String, String>> done) {
    for (String window : WINDOWS) {
      Set<String> values = new TreeSet<>();
      done.forEach(row -> values.add(row.getOrDefault(window, "")));
      values.remove("");
      if (values.size() < 2) {
        continue;
      }
      page.append("<h2>By ")
          .append(window.replace('-', ' '))
          .append("</h2>\n<p>Mean over seeds; bars are one standard deviation.</p>\n")
          .append("<div class=\"charts\">\n");
      for (String measure : MEASURES) {
        if (done.stream().anyMatch(row -> !row.getOrDefault(measure, "").isEmpty())) {
          windowChart(page, window, measure, done);
        }
      }
      page.append("</div>\n");
    }
  }

  private void windowChart(
      StringBuilder page, String window, String measure, List<SequencedMap<String, String>> done) {
    SequencedMap<String, TreeMap<Integer, List<Double>>> groups = new LinkedHashMap<>();
    for (SequencedMap<String, String> row : done) {
      String value = row.getOrDefault(measure, "");
      if (!value.isEmpty() && row.containsKey(window)) {
        groups
            .computeIfAbsent(label(row, window), key -> new TreeMap<>())
            .computeIfAbsent(Integer.valueOf(row.get(window)), key -> new ArrayList<>())
            .add(Double.valueOf(value));
      }
    }
    SvgChart chart =
        new SvgChart(
            words(measure),
            SvgChart.Axis.linear(window.replace('-', ' ') + " length"),
            SvgChart.Axis.linear(words(measure)));
    Set<Integer> lengths = new TreeSet<>();
    groups.values().forEach(byWindow -> lengths.addAll(byWindow.keySet()));
    chart.ticks(lengths);
    groups.forEach(
        (name, byWindow) -> {
          List<SvgChart.Point> points = new ArrayList<>();
          byWindow.forEach((length, values) -> points.add(point(length, values)));
          chart.line(name.isEmpty() ? "all runs" : name, points, true);
        });
    chart(page, window + "-" + measure.replace('_', '-'), chart);
  }

  private static SvgChart.Point point(int x, List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double deviation = values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    return new SvgChart.Point(x, mean, deviation);
  }

  /** The settings of a run besides seed and {@code axis}. */
  private String label(SequencedMap<String, String> row, String axis) {
    List<String> parts = new ArrayList<>();
    for (String key : settings()) {
      if (!key.equals("seed") && !key.equals(axis) && row.containsKey(key)) {
        parts.add(key.equals("activation") ? row.get(key) : key + " " + row.get(key));
      }
    }
    return String.join(", ", parts);
  }

  /** Names of the settings of the grid: what stands before the numbers in a row. */
  private Set<String> settings() {
    Set<String> settings = new LinkedHashSet<>();
    for (SequencedMap<String, String> row : rows) {
      for (String key : row.keySet()) {
        if (!NOT_SETTINGS.contains(key) && !key.contains("_") && !key.equals("backend")) {
          settings.add(key);
        }
      }
    }
    return settings;
  }

  static String words(String measure) {
    return measure
        .replace("map_", "whole maps: ")
        .replace("paper_", "paper's test: ")
        .replace("scaled_", "scaled to whole maps, ")
        .replace("pr_auc", "PR AUC")
        .replace("roc_auc", "ROC AUC")
        .replace("f1", "F1")
        .replace("train_seconds", "training time in s")
        .replace('_', ' ');
  }

  // ---- ROC, precision and recall, reliability, confusion ----

  private record Curves(String name, JsonNode node) {}

  private void curves(
      StringBuilder page, String protocol, List<SequencedMap<String, String>> done) {
    String score = protocol + "_pr_auc";
    List<Curves> best =
        done.stream()
            .filter(row -> !row.getOrDefault(score, "").isEmpty())
            .sorted(
                Comparator.comparingDouble(
                    row -> -Double.parseDouble(row.getOrDefault(score, "0"))))
            .limit(MOST_CURVES)
            .map(row -> new Curves(row.get("run"), read(row.get("run")).path(protocol)))
            .filter(curves -> !curves.node.isMissingNode())
            .toList();
    if (best.isEmpty()) {
      return;
    }
    boolean isMap = protocol.equals("map");
    page.append(isMap ? "<h2>Whole maps</h2>\n<p>" : "<h2>The paper's test</h2>\n<p>")
        .append(isMap ? MAP_NOTE : PAPER_NOTE)
        .append(" The best runs by PR AUC, at most ")
        .append(MOST_CURVES)
        .append(".</p>\n<div class=\"charts\">\n");
    chart(page, protocol + "-roc", roc(best));
    chart(page, protocol + "-pr", precisionRecall(best));
    chart(page, protocol + "-reliability", reliability(best));
    confusion(page, best.getFirst());
    page.append("</div>\n");
  }

  private JsonNode read(String run) {
    Path file = folder.path().resolve(run).resolve("curves.json");
    if (!Files.exists(file)) {
      return new ObjectMapper().createObjectNode();
    }
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static SvgChart roc(List<Curves> best) {
    SvgChart chart =
        new SvgChart(
            "ROC",
            SvgChart.Axis.unit("share of other cells called contacts"),
            SvgChart.Axis.unit("recall"));
    for (Curves curves : best) {
      List<SvgChart.Point> points = new ArrayList<>(List.of(new SvgChart.Point(0, 0, 0)));
      double others = curves.node.path("others").asDouble();
      double contacts = curves.node.path("contacts").asDouble();
      for (JsonNode point : curves.node.path("points")) {
        points.add(
            new SvgChart.Point(
                point.get(2).asDouble() / others, point.get(1).asDouble() / contacts, 0));
      }
      points.add(new SvgChart.Point(1, 1, 0));
      chart.line(named(curves, "roc_auc"), points, false);
    }
    chart.reference("no skill", List.of(new SvgChart.Point(0, 0, 0), new SvgChart.Point(1, 1, 0)));
    return chart;
  }

  private static SvgChart precisionRecall(List<Curves> best) {
    SvgChart chart =
        new SvgChart(
            "Precision and recall",
            SvgChart.Axis.unit("recall"),
            new SvgChart.Axis("precision (logarithmic)", true, Double.NaN, 1));
    double prevalence = 1;
    for (Curves curves : best) {
      List<SvgChart.Point> points = new ArrayList<>();
      double contacts = curves.node.path("contacts").asDouble();
      prevalence = contacts / (contacts + curves.node.path("others").asDouble());
      for (JsonNode point : curves.node.path("points")) {
        double found = point.get(1).asDouble();
        points.add(
            new SvgChart.Point(found / contacts, found / (found + point.get(2).asDouble()), 0));
      }
      chart.line(named(curves, "pr_auc"), points, false);
    }
    chart.reference(
        "no skill",
        List.of(new SvgChart.Point(0, prevalence, 0), new SvgChart.Point(1, prevalence, 0)));
    return chart;
  }

  private static SvgChart reliability(List<Curves> best) {
    SvgChart chart =
        new SvgChart(
            "Reliability",
            SvgChart.Axis.logarithmic("mean score (logarithmic)"),
            SvgChart.Axis.logarithmic("share of contacts (logarithmic)"));
    for (Curves curves : best) {
      List<SvgChart.Point> points = new ArrayList<>();
      for (JsonNode bin : curves.node.path("reliability")) {
        if (bin.get(0).asDouble() > 0 && bin.get(1).asDouble() > 0) {
          points.add(new SvgChart.Point(bin.get(0).asDouble(), bin.get(1).asDouble(), 0));
        }
      }
      chart.line(curves.name, points, true);
    }
    chart.reference(
        "perfect", List.of(new SvgChart.Point(1e-4, 1e-4, 0), new SvgChart.Point(1, 1, 0)));
    return chart;
  }

  private static String named(Curves curves, String area) {
    return String.format(Locale.ROOT, "%s (%.4f)", curves.name, curves.node.path(area).asDouble());
  }

  private static void confusion(StringBuilder page, Curves best) {
    JsonNode counts = best.node.path("confusion");
    page.append("<figure><table class=\"confusion\"><caption>")
        .append(Html.escape(best.name))
        .append(
            String.format(
                Locale.ROOT, " at threshold %.4g", best.node.path("threshold").asDouble()))
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

  private void table(StringBuilder page) {
    Set<String> columns = new LinkedHashSet<>(List.of("run", "status"));
    columns.addAll(settings());
    for (String measure :
        List.of(
            "map_roc_auc",
            "map_pr_auc",
            "map_f1",
            "paper_roc_auc",
            "paper_precision",
            "paper_recall",
            "paper_f1",
            "paper_scaled_f1",
            "train_seconds",
            "seconds_per_epoch")) {
      if (rows.stream().anyMatch(row -> row.containsKey(measure))) {
        columns.add(measure);
      }
    }
    page.append("<h2>Runs</h2>\n<div class=\"scroll\"><table><thead><tr>");
    columns.forEach(column -> page.append("<th>").append(words(column)).append("</th>"));
    page.append("</tr></thead><tbody>\n");
    for (SequencedMap<String, String> row : rows) {
      page.append("<tr>");
      for (String column : columns) {
        String value = row.getOrDefault(column, "");
        if (column.equals("status") && row.containsKey("reason")) {
          value = value + ": " + row.get("reason");
        }
        boolean isLong = value.length() > LONG_CELL;
        page.append(isLong ? "<td class=\"long\">" : "<td>")
            .append(Html.escape(value))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private void provenance(StringBuilder page, List<SequencedMap<String, String>> done) {
    Set<String> facts = new TreeSet<>();
    for (SequencedMap<String, String> row : done) {
      Path file = folder.path().resolve(row.get("run")).resolve("model.run.json");
      if (Files.exists(file)) {
        facts.add(fact(file));
      }
    }
    page.append("<h2>What was run on what</h2>\n<ul>");
    facts.forEach(fact -> page.append("<li>").append(Html.escape(fact)).append("</li>\n"));
    page.append("</ul>\n<p>Options of each run stand in <code>results.tsv</code> under")
        .append(" <code>arguments</code>; its plan, seed and the hashes of its data in its")
        .append(" <code>model.run.json</code>.</p>\n");
  }

  private static String fact(Path file) {
    try {
      JsonNode record = new ObjectMapper().readTree(file.toFile());
      return "Ribond %s, Java %s, %s; %s on %s; trained on %s (%s pairs, SHA-256 %s)"
          .formatted(
              record.path("ribond_version").asText(),
              record.path("java").asText(),
              record.path("system").asText(),
              record.path("backend").asText(),
              record.path("device").asText(),
              record.path("data").path("name").asText(),
              record.path("data").path("pairs").asText(),
              record.path("data").path("sha256").asText());
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static final String MAP_NOTE =
      "Every observed residue against every observed base: what a user meets.";

  private static final String PAPER_NOTE =
      "Bug for bug: contacts are a whole window's length too frequent here, so precision, F1 and PR"
          + " AUC are not those of a map.";

  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0}
      main{max-width:1200px;margin:0 auto;padding:24px}
      h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:32px 0 4px;border-top:1px solid #ddd;padding-top:16px}
      .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:16px}
      figure{margin:0;border:1px solid #ddd;border-radius:6px;padding:8px}
      svg{width:100%;height:auto;display:block}
      .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
      th,td{padding:4px 10px;border-bottom:1px solid #ddd;text-align:left;white-space:nowrap}
      thead th{background:#f4f4f4;white-space:normal;vertical-align:bottom;min-width:4.5em}
      td.long{white-space:normal;min-width:22em}
      .confusion{font-size:15px;margin:40px auto}.confusion td{text-align:right;font-size:18px}
      .confusion caption{font-weight:600;margin-bottom:8px}
      .right{background:#dcebf7}.wrong{background:#fbe5d6}
      li{overflow-wrap:anywhere}
      @media print{main{max-width:none;padding:0}figure{break-inside:avoid}
      .scroll{overflow:visible}table{font-size:9px}th,td{padding:2px 4px;white-space:normal}}
      """;
}
