package org.ribond.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Charts and tables of rows that are made up. */
class SettingChartsTest {
  private final List<SequencedMap<String, String>> rows = new ArrayList<>();

  /** Adds a run; {@code settings} are names and values in turn. */
  private SequencedMap<String, String> run(double score, String... settings) {
    SequencedMap<String, String> row = new LinkedHashMap<>();
    row.put("run", "%04d-x".formatted(rows.size() + 1));
    row.put("status", "done");
    for (int i = 0; i < settings.length; i += 2) {
      row.put(settings[i], settings[i + 1]);
    }
    row.put("map_pr_auc", String.format(Locale.ROOT, "%.6g", score));
    rows.add(row);
    return row;
  }

  private String svg(String setting) {
    return new SettingCharts(new SweepRows(rows), setting)
        .charts()
        .get(setting + "-map-pr-auc")
        .svg();
  }

  @Test
  void axis_ofValuesThatGrowByAFactor_isLogarithmicAndThatOfEvenStepsIsNot() {
    for (String lr : List.of("0.0001", "0.001", "0.01")) {
      for (String window : List.of("3", "7", "11", "15")) {
        run(0.5, "lr", lr, "window", window);
      }
    }

    assertTrue(svg("lr").contains(">lr (logarithmic)<"), svg("lr"));
    assertTrue(svg("window").contains(">window<"), svg("window"));
  }

  @Test
  void lines_ofMoreThanEightCombinations_areTheEightWithTheBestRuns() {
    for (int i = 0; i < 12; i++) {
      run(i == 3 ? 0.9 : 0.1 + 0.01 * i, "layout", "L" + i, "window", "3");
      run(0.01, "layout", "L" + i, "window", "7");
    }

    assertEquals(12, new SettingCharts(new SweepRows(rows), "window").combinations());
    for (int i = 0; i < 12; i++) {
      boolean isShown = i == 3 || i > 4;
      assertEquals(isShown, svg("window").contains(">layout L" + i + "<"), "L" + i);
    }
  }

  @Test
  void legend_ofSettingsThatAllRunsShare_isWithoutThem() {
    run(0.1, "window", "3", "mult", "0.5", "residue-window", "5");
    run(0.1, "window", "7", "mult", "0.5", "residue-window", "5");
    run(0.1, "window", "3", "mult", "0.5", "residue-window", "9");
    run(0.1, "window", "7", "mult", "0.5", "residue-window", "9");

    assertTrue(svg("window").contains(">residue window 9<"), svg("window"));
    assertFalse(svg("window").contains("mult"), svg("window"));
  }

  @Test
  void means_overSeeds_areThoseOfTheirRunsAndTheBestIsMarked() {
    run(0.30, "window", "3", "seed", "1");
    run(0.40, "window", "3", "seed", "2");
    run(0.10, "window", "7", "seed", "1");
    run(0.90, "window", "7", "seed", "2");
    SweepRows all = new SweepRows(rows);

    String means = new SweepTables(all).means(Optional.of(all.combinations().getLast()));
    List<String> lines = means.lines().filter(line -> line.startsWith("<tr")).toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).contains("0.3500 <small>±&nbsp;0.0707<"), lines.get(0));
    assertFalse(lines.get(0).contains("best"), lines.get(0));
    assertTrue(lines.get(1).contains("0.5000 <small>±&nbsp;0.5657<"), lines.get(1));
    assertTrue(lines.get(1).contains(">best<"), lines.get(1));
  }

  @Test
  void table_ofAFailedRun_hasItsReasonWithNothingLeftOfItsMarkup() {
    run(0.00012345, "window", "3");
    SequencedMap<String, String> failed = run(0, "window", "7");
    failed.remove("map_pr_auc");
    failed.put("status", "failed");
    failed.put("reason", "<script>&");

    String table = new SweepTables(new SweepRows(rows)).runs(Optional.empty());
    assertTrue(table.contains(">failed: &lt;script&gt;&amp;<"), table);
    assertTrue(table.contains(">0.000123<"), table);
  }
}
