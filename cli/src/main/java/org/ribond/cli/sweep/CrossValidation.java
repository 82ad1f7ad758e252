package org.ribond.cli.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.file.DataException;

/**
 * A cross-validation: a sweep with a run for each fold, and the table of what these score.
 *
 * @param out its folder
 * @param jobs folds at a time
 * @param backendChoice where networks are trained
 * @param trainer trains for a fold
 * @param measures columns of the table, as far as runs have them
 */
public record CrossValidation(
    Path out, int jobs, BackendChoice backendChoice, SweepTrainer trainer, List<String> measures) {
  /**
   * Does the runs of {@code grid}, one a fold, and prints the table.
   *
   * @throws DataException if a fold failed
   */
  public void run(SweepGrid grid, Interruption interruption, CommonOptions common) {
    SweepFolder folder = new SweepFolder(out);
    List<SweepRun> runs = grid.runs();
    new Sweep(folder, Optional.empty(), backendChoice, jobs, trainer, true)
        .run(runs, interruption, common.messages());
    folder.collect();
    common.messages().info("wrote " + folder.results());
    report(runs.stream().map(run -> folder.row(run).orElseThrow()).toList(), common.json());
  }

  private void report(List<SequencedMap<String, String>> rows, boolean isJson) {
    for (SequencedMap<String, String> row : rows) {
      if (row.get(SweepFolder.STATUS).equals(SweepFolder.FAILED)) {
        throw new DataException(
            "fold " + row.get("fold") + " failed: " + row.get(SweepFolder.REASON));
      }
    }
    List<String> found =
        measures.stream().filter(name -> rows.getFirst().containsKey(name)).toList();
    SequencedMap<String, Spread> spreads = new LinkedHashMap<>();
    for (String measure : found) {
      spreads.put(measure, Spread.of(rows.stream().map(row -> number(row, measure)).toList()));
    }
    if (isJson) {
      Output.line(Json.pretty(json(rows, found, spreads)));
      return;
    }
    Output.line("fold\t" + String.join("\t", found));
    for (SequencedMap<String, String> row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.get("fold")));
      found.forEach(measure -> cells.add(row.get(measure)));
      Output.line(String.join("\t", cells));
    }
    List<String> means = new ArrayList<>(List.of("mean"));
    List<String> deviations = new ArrayList<>(List.of("sd"));
    spreads
        .values()
        .forEach(
            spread -> {
              means.add(EvaluationReport.number(spread.mean()));
              deviations.add(EvaluationReport.number(spread.deviation()));
            });
    Output.line(String.join("\t", means));
    Output.line(String.join("\t", deviations));
  }

  private static Map<String, Object> json(
      List<SequencedMap<String, String>> rows, List<String> measures, Map<String, Spread> spreads) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (SequencedMap<String, String> row : rows) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("fold", row.get("fold"));
      measures.forEach(measure -> entry.put(measure, number(row, measure)));
      all.add(entry);
    }
    Map<String, Object> mean = new LinkedHashMap<>();
    Map<String, Object> deviation = new LinkedHashMap<>();
    spreads.forEach(
        (measure, spread) -> {
          mean.put(measure, spread.mean());
          deviation.put(measure, spread.deviation());
        });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folds", all);
    json.put("mean", mean);
    json.put("sd", deviation);
    return json;
  }

  private static double number(Map<String, String> row, String measure) {
    String value = row.getOrDefault(measure, "");
    return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
  }
}
