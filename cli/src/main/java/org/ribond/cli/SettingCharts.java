package org.ribond.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Charts of what comes of each value of a setting: means over seeds and folds, with error bars. */
final class SettingCharts {
  /** More lines than that in one chart cannot be told apart. */
  private static final int MOST_LINES = 8;

  private static final List<String> MEASURES =
      List.of(
          "map_pr_auc",
          "map_roc_auc",
          "map_lift",
          "paper_f1",
          "paper_scaled_f1",
          "paper_roc_auc",
          "train_seconds");

  private final SweepRows rows;

  SettingCharts(SweepRows rows) {
    this.rows = rows;
  }

  /** The charts of {@code setting} by name; none if their lines could not be told apart. */
  SequencedMap<String, Chart> of(String setting) {
    SequencedMap<String, Chart> charts = new LinkedHashMap<>();
    List<SequencedMap<String, String>> runs =
        rows.done().stream().filter(row -> row.containsKey(setting)).toList();
    long lines = runs.stream().map(row -> rows.label(row, setting)).distinct().count();
    if (lines > MOST_LINES) {
      return charts;
    }
    for (String measure : MEASURES) {
      List<SequencedMap<String, String>> measured =
          runs.stream().filter(row -> !row.getOrDefault(measure, "").isEmpty()).toList();
      if (!measured.isEmpty()) {
        charts.put(setting + "-" + measure.replace('_', '-'), chart(setting, measure, measured));
      }
    }
    return charts;
  }

  private Chart chart(String setting, String measure, List<SequencedMap<String, String>> runs) {
    List<String> values = rows.values(setting);
    boolean isNumber = values.stream().allMatch(SettingCharts::isNumber);
    SequencedMap<String, TreeMap<Double, List<Double>>> lines = new LinkedHashMap<>();
    for (SequencedMap<String, String> row : runs) {
      String value = row.get(setting);
      double place = isNumber ? Double.parseDouble(value) : values.indexOf(value);
      lines
          .computeIfAbsent(rows.label(row, setting), key -> new TreeMap<>())
          .computeIfAbsent(place, key -> new ArrayList<>())
          .add(Double.valueOf(row.get(measure)));
    }
    String words = words(measure);
    String name = setting.replace('-', ' ');
    Chart chart;
    if (isNumber) {
      chart = new Chart(words, Chart.Axis.linear(name), Chart.Axis.linear(words));
      chart.ticks(values.stream().map(Double::valueOf).toList());
    } else {
      Chart.Axis places = new Chart.Axis(name, false, -0.5, values.size() - 0.5);
      chart = new Chart(words, places, Chart.Axis.linear(words));
      chart.names(values);
    }
    lines.forEach(
        (label, points) -> {
          List<Chart.Point> means = points.entrySet().stream().map(SettingCharts::mean).toList();
          if (isNumber) {
            chart.marked(label, means);
          } else {
            chart.points(label, means);
          }
        });
    return chart;
  }

  private static Chart.Point mean(Map.Entry<Double, List<Double>> values) {
    Spread spread = Spread.of(values.getValue());
    return new Chart.Point(values.getKey(), spread.mean(), spread.deviation());
  }

  private static boolean isNumber(String value) {
    return value.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
  }

  /** A column's name in words. */
  static String words(String measure) {
    return measure
        .replace("map_", "whole maps: ")
        .replace("paper_", "paper's test: ")
        .replace("scaled_", "scaled to whole maps, ")
        .replace("lift", "PR AUC, times chance")
        .replace("pr_auc", "PR AUC")
        .replace("roc_auc", "ROC AUC")
        .replace("f1", "F1")
        .replace("train_seconds", "training time in s")
        .replace('_', ' ');
  }
}
