package org.ribond.cli;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.ribond.engine.evaluate.CalibrationBin;
import org.ribond.engine.evaluate.Ranking;
import org.ribond.engine.evaluate.ScoreTally;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;

/** Draws the curves of scored cells as PNG files. */
final class CurvePlots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 720;
  private static final int MOST_POINTS = 2000;
  private static final Color MODEL = new Color(0x1F, 0x5A, 0xA6);
  private static final Color NO_SKILL = new Color(0x99, 0x99, 0x99);

  /** Bins of the reliability diagram: scores of rare events differ by their logarithm. */
  private static final double[] RELIABILITY_EDGES = {
    0, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1
  };

  private CurvePlots() {}

  /**
   * Writes {@code roc.png}, {@code pr.png} and {@code reliability.png} into {@code directory}.
   *
   * @throws DataException if a file cannot be written, or if all cells are contacts or none is
   */
  static void write(Path directory, ScoreTally tally) {
    if (tally.contacts() == 0 || tally.contacts() == tally.cells()) {
      throw new DataException(
          "nothing to draw: " + tally.contacts() + " contacts among " + tally.cells() + " cells");
    }
    Ranking ranking = tally.ranking();
    save(roc(ranking), directory.resolve("roc.png"));
    save(precisionRecall(ranking), directory.resolve("pr.png"));
    save(reliability(tally), directory.resolve("reliability.png"));
  }

  private static XYChart roc(Ranking ranking) {
    List<Double> x = new ArrayList<>(List.of(0.0));
    List<Double> y = new ArrayList<>(List.of(0.0));
    for (Ranking.Point point : thinned(ranking.points())) {
      x.add(point.falsePositives() / ranking.others());
      y.add(point.truePositives() / ranking.contacts());
    }
    x.add(1.0);
    y.add(1.0);
    XYChart chart = chart("ROC curve", "share of other cells called contacts", "recall");
    curve(chart, "ROC AUC " + EvaluationReport.number(ranking.rocAuc()), x, y);
    noSkill(chart, List.of(0.0, 1.0), List.of(0.0, 1.0));
    return chart;
  }

  private static XYChart precisionRecall(Ranking ranking) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (Ranking.Point point : thinned(ranking.points())) {
      x.add(point.truePositives() / ranking.contacts());
      y.add(point.truePositives() / (point.truePositives() + point.falsePositives()));
    }
    XYChart chart = chart("Precision and recall", "recall", "precision (logarithmic)");
    chart.getStyler().setYAxisLogarithmic(true).setLegendPosition(Styler.LegendPosition.InsideNE);
    chart.getStyler().setYAxisMin(decadeBelow(y, ranking.prevalence())).setYAxisMax(1.0);
    curve(chart, "PR AUC " + EvaluationReport.number(ranking.averagePrecision()), x, y);
    noSkill(chart, List.of(0.0, 1.0), List.of(ranking.prevalence(), ranking.prevalence()));
    return chart;
  }

  private static XYChart reliability(ScoreTally tally) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (CalibrationBin bin : tally.calibration(RELIABILITY_EDGES)) {
      // A share of zero has no logarithm.
      if (bin.contacts() > 0) {
        x.add(bin.meanScore());
        y.add(bin.observed());
      }
    }
    XYChart chart =
        chart("Calibration", "mean score (logarithmic)", "share of contacts (logarithmic)");
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    double least = decadeBelow(x, decadeBelow(y, 1));
    chart.getStyler().setXAxisMin(least).setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(least).setYAxisMax(1.0);
    curve(chart, "model", x, y).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(MODEL);
    line(chart, "perfect", List.of(least, 1.0), List.of(least, 1.0));
    return chart;
  }

  /** The power of ten at or below all of {@code values} and {@code other}. */
  private static double decadeBelow(List<Double> values, double other) {
    double least = values.stream().mapToDouble(Double::doubleValue).reduce(other, Math::min);
    return Math.pow(10, Math.floor(Math.log10(least)));
  }

  private static List<Ranking.Point> thinned(List<Ranking.Point> points) {
    int step = Math.max(1, points.size() / MOST_POINTS);
    List<Ranking.Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += step) {
      kept.add(points.get(i));
    }
    return kept;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  private static XYSeries curve(XYChart chart, String name, List<Double> x, List<Double> y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(MODEL);
    return series;
  }

  private static void noSkill(XYChart chart, List<Double> x, List<Double> y) {
    line(chart, "no skill", x, y);
  }

  private static void line(XYChart chart, String name, List<Double> x, List<Double> y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(NO_SKILL).setLineStyle(SeriesLines.DASH_DASH);
  }

  private static void save(XYChart chart, Path file) {
    BufferedImage image = BitmapEncoder.getBufferedImage(chart);
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("no encoder for PNG");
          }
        });
  }
}
