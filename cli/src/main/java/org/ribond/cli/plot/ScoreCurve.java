package org.ribond.cli.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.metric.ScoreTally;

/**
 * What the curves of scored cells are drawn from.
 *
 * @param contacts number of contacts
 * @param others number of other cells
 * @param points what is called a contact from each of some thresholds on, falling
 * @param reliability mean score and share of contacts of each bin of scores
 */
public record ScoreCurve(
    double contacts,
    double others,
    double rocAuc,
    double prAuc,
    List<Ranking.Point> points,
    List<Chart.Point> reliability) {

  /** Bins of the reliability diagram: scores of rare events differ by their logarithm. */
  private static final double[] EDGES = {
    0, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1
  };

  /** Curves of {@code tally} through about {@code mostPoints} points. */
  public static ScoreCurve of(ScoreTally tally, int mostPoints) {
    Ranking ranking = tally.ranking();
    List<Ranking.Point> all = ranking.points();
    List<Ranking.Point> points = new ArrayList<>();
    int step = Math.max(1, all.size() / mostPoints);
    for (int i = 0; i < all.size(); i += step) {
      points.add(all.get(i));
    }
    if (!all.isEmpty()) {
      points.add(all.getLast());
    }
    List<Chart.Point> reliability =
        tally.calibration(EDGES).stream()
            .map(bin -> new Chart.Point(bin.meanScore(), bin.observed(), 0))
            .toList();
    return new ScoreCurve(
        ranking.contacts(),
        ranking.others(),
        ranking.rocAuc(),
        ranking.averagePrecision(),
        points,
        reliability);
  }

  /** Curves that {@link #json} has made. */
  public static ScoreCurve read(JsonNode node) {
    List<Ranking.Point> points = new ArrayList<>();
    for (JsonNode point : node.path("points")) {
      points.add(
          new Ranking.Point(
              (float) point.path(0).asDouble(),
              point.path(1).asDouble(),
              point.path(2).asDouble()));
    }
    List<Chart.Point> reliability = new ArrayList<>();
    for (JsonNode bin : node.path("reliability")) {
      reliability.add(new Chart.Point(bin.path(0).asDouble(), bin.path(1).asDouble(), 0));
    }
    return new ScoreCurve(
        node.path("contacts").asDouble(),
        node.path("others").asDouble(),
        node.path("roc_auc").asDouble(),
        node.path("pr_auc").asDouble(),
        points,
        reliability);
  }

  /** The curves for a file. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("contacts", contacts);
    json.put("others", others);
    json.put("roc_auc", rocAuc);
    json.put("pr_auc", prAuc);
    json.put(
        "points",
        points.stream()
            .map(p -> List.of((double) p.threshold(), p.truePositives(), p.falsePositives()))
            .toList());
    json.put("reliability", reliability.stream().map(p -> List.of(p.x(), p.y())).toList());
    return json;
  }
}
