package org.ribond.cli.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.ribond.cli.plot.Chart;

/** Charts of what comes of each value of a setting: means over seeds and folds, with error bars. */
final class SettingCharts {
  /** More lines than that in one chart cannot be told apart. */
  static final int MOST_LINES = 8;

  private final SweepRows rows;
  private final String setting;
  private final List<String> lines;

  /** Charts of {@code setting}. */
  SettingCharts(SweepRows rows, String setting) {
    this.rows = rows;
    this.setting = setting;
    lines =
        rows.merit().map(rows::falling).orElse(rows.done()).stream()
            .filter(row -> row.containsKey(setting))
            .map(row -> rows.label(row, setting))
            .distinct()
            .toList();
  }

  /**
   * Combinations of the other settings: one line for each, but for those that would be too many.
   */
  int combinations() {
    return lines.size();
  }

  /** The charts by name. */
  SequencedMap<String, Chart> charts() {
    Set<String> shown = Set.copyOf(lines.subList(0, Math.min(lines.size(), MOST_LINES)));
    List<SequencedMap<String, String>> runs =
        rows.done().stream()
            .filter(row -> row.containsKey(setting) && shown.contains(rows.label(row, setting)))
            .toList();
    SequencedMap<String, Chart> charts = new LinkedHashMap<>();
    for (Measure measure : Measure.ALL) {
      List<SequencedMap<String, String>> measured = runs.stream().filter(measure::isIn).toList();
      boolean isComparable = measured.stream().map(row -> row.get(setting)).distinct().count() > 1;
      if (measure.isDrawn() && isComparable) {
        charts.put(setting + "-" + measure.column().replace('_', '-'), chart(measure, measured));
      }
    }
    return charts;
  }

  private Chart chart(Measure measure, List<SequencedMap<String, String>> runs) {
    List<String> values = rows.values(setting);
    boolean isNumber = values.stream().allMatch(SweepRows::isNumber);
    SequencedMap<String, TreeMap<Double, List<Double>>> points = new LinkedHashMap<>();
    for (SequencedMap<String, String> row : runs) {
      String value = row.get(setting);
      double place = isNumber ? Double.parseDouble(value) : values.indexOf(value);
      points
          .computeIfAbsent(rows.label(row, setting), key -> new TreeMap<>())
          .computeIfAbsent(place, key -> new ArrayList<>())
          .add(measure.of(row));
    }
    String name = SweepRows.words(setting);
    Chart chart;
    if (isNumber) {
      chart = new Chart(measure.title(), axis(name, values), Chart.Axis.linear(measure.name()));
      chart.ticks(values);
    } else {
      Chart.Axis places = new Chart.Axis(name, false, -0.5, values.size() - 0.5);
      chart = new Chart(measure.title(), places, Chart.Axis.linear(measure.name()));
      chart.names(values);
    }
    points.forEach(
        (label, line) -> {
          List<Chart.Point> means = line.entrySet().stream().map(SettingCharts::mean).toList();
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

  /** The axis, even or logarithmic, on which the values that are closest are further apart. */
  private static Chart.Axis axis(String name, List<String> values) {
    double[] numbers = values.stream().mapToDouble(Double::parseDouble).sorted().toArray();
    double least = numbers[0];
    double most = numbers[numbers.length - 1];
    double closest = Double.POSITIVE_INFINITY;
    double closestLogs = Double.POSITIVE_INFINITY;
    for (int i = 1; i < numbers.length; i++) {
      closest = Math.min(closest, numbers[i] - numbers[i - 1]);
      closestLogs = Math.min(closestLogs, Math.log(numbers[i] / numbers[i - 1]));
    }
    if (least <= 0 || closestLogs / Math.log(most / least) <= closest / (most - least)) {
      return Chart.Axis.linear(name);
    }
    double margin = Math.pow(most / least, 0.06);
    return new Chart.Axis(name + " (logarithmic)", true, least / margin, most * margin);
  }
}
