package org.ribond.cli.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.ribond.engine.file.DataException;
import org.ribond.engine.metric.ScoreTally;

/** Charts of scored cells, of one model or of several by name; {@code test} begins their titles. */
public final class ScoreCharts {
  private static final int MOST_POINTS = 2000;
  private static final Chart.Point NOTHING = new Chart.Point(0, 0, 0);
  private static final Chart.Point ALL = new Chart.Point(1, 1, 0);

  private ScoreCharts() {}

  /**
   * Writes {@code roc.png}, {@code pr.png} and {@code reliability.png} into {@code directory}.
   *
   * @throws DataException if a file cannot be written, or if all cells are contacts or none is
   */
  public static void write(Path directory, ScoreTally tally) {
    if (tally.contacts() == 0 || tally.contacts() == tally.cells()) {
      throw new DataException(
          "nothing to draw: " + tally.contacts() + " contacts among " + tally.cells() + " cells");
    }
    SequencedMap<String, ScoreCurve> curves = new LinkedHashMap<>();
    curves.put("model", ScoreCurve.of(tally, MOST_POINTS));
    roc("", curves).writePng(directory.resolve("roc.png"));
    precisionRecall("", curves).writePng(directory.resolve("pr.png"));
    reliability("", curves).writePng(directory.resolve("reliability.png"));
  }

  /** ROC curves by name; {@code test} stands in the title. */
  public static Chart roc(String test, SequencedMap<String, ScoreCurve> curves) {
    Chart chart =
        new Chart(
            test + "ROC curve",
            Chart.Axis.unit("share of other cells called contacts"),
            Chart.Axis.unit("recall"));
    curves.forEach(
        (name, curve) -> {
          List<Chart.Point> line = new ArrayList<>(List.of(NOTHING));
          curve
              .points()
              .forEach(
                  p ->
                      line.add(
                          new Chart.Point(
                              p.falsePositives() / curve.others(),
                              p.truePositives() / curve.contacts(),
                              0)));
          line.add(ALL);
          chart.line(withArea(name, curve.rocAuc()), line);
        });
    chart.reference("no skill", List.of(NOTHING, ALL));
    return chart;
  }

  /** Curves of precision against recall by name; {@code test} stands in the title. */
  public static Chart precisionRecall(String test, SequencedMap<String, ScoreCurve> curves) {
    Chart chart =
        new Chart(
            test + "Precision and recall",
            Chart.Axis.unit("recall"),
            Chart.Axis.logarithmic("precision (logarithmic)"));
    curves.forEach(
        (name, curve) -> {
          List<Chart.Point> line =
              curve.points().stream()
                  .map(
                      p ->
                          new Chart.Point(
                              p.truePositives() / curve.contacts(),
                              p.truePositives() / (p.truePositives() + p.falsePositives()),
                              0))
                  .toList();
          chart.line(withArea(name, curve.prAuc()), line);
        });
    ScoreCurve last = curves.lastEntry().getValue();
    double prevalence = last.contacts() / (last.contacts() + last.others());
    chart.reference(
        "no skill", List.of(new Chart.Point(0, prevalence, 0), new Chart.Point(1, prevalence, 0)));
    return chart;
  }

  /** Share of contacts against mean score by name; {@code test} stands in the title. */
  public static Chart reliability(String test, SequencedMap<String, ScoreCurve> curves) {
    Chart chart =
        new Chart(
            test + "Reliability",
            Chart.Axis.logarithmic("mean score (logarithmic)"),
            Chart.Axis.logarithmic("share of contacts (logarithmic)"));
    double least = 1;
    double most = 0;
    for (Map.Entry<String, ScoreCurve> entry : curves.entrySet()) {
      // A share of zero has no logarithm.
      List<Chart.Point> points =
          entry.getValue().reliability().stream().filter(p -> p.x() > 0 && p.y() > 0).toList();
      least = points.stream().mapToDouble(Chart.Point::x).reduce(least, Math::min);
      most = points.stream().mapToDouble(Chart.Point::x).reduce(most, Math::max);
      chart.marked(entry.getKey(), points);
    }
    if (most > 0) {
      chart.reference(
          "perfect", List.of(new Chart.Point(least, least, 0), new Chart.Point(most, most, 0)));
    }
    return chart;
  }

  private static String withArea(String name, double area) {
    return String.format(Locale.ROOT, area < 0.1 ? "%s (area %.3g)" : "%s (area %.4f)", name, area);
  }
}
