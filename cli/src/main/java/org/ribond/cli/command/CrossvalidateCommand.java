package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.PlanOptions;
import org.ribond.cli.sweep.Spread;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.sweep.SweepFolder;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.sweep.SweepRun;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.contact.complex.ShippedData;
import org.ribond.engine.file.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains and tests on folds that share no homologues. */
@Command(
    name = "crossvalidate",
    sortOptions = false,
    description = {
      "Train on all folds but one, test on that one, for each fold.",
      "No two folds share a structure or have homologous chains. Of what a network is trained",
      "with, a tenth judges its epochs and calibrates it; the fold itself is only tested."
    },
    footerHeading = "%nThe table:%n",
    footer = {
      "  A row for each fold, their mean and their standard deviation (sd).",
      "  map_*       whole maps, all cells of the fold together (see 'evaluate')",
      "  map_lift    PR AUC, times what chance gives",
      "  map_mean_*  mean of the different maps",
      "  paper_*     the published method's own test",
      "",
      "The same command goes on with what was stopped. DIR is the folder of a sweep:",
      "its results.tsv has all numbers, and 'ribond report DIR' draws them."
    })
final class CrossvalidateCommand implements Callable<Integer> {
  private static final List<String> MEASURES =
      List.of(
          "map_pairs",
          "map_prevalence",
          "map_roc_auc",
          "map_pr_auc",
          "map_lift",
          "map_mean_roc_auc",
          "map_mean_lift",
          "paper_roc_auc",
          "paper_precision",
          "paper_recall",
          "paper_f1",
          "train_seconds");

  private final Interruption interruption;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "pdb|FILE",
      defaultValue = ShippedData.NAME,
      description =
          "Complexes: pdb, all of the set that comes with Ribond, or a complexes file (default:"
              + " ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = {"-k", "--folds"},
      paramLabel = "K",
      defaultValue = "5",
      description = "Number of folds (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--fold-seed",
      paramLabel = "N",
      description = "Seed of which homology group is in which fold (default: 1).")
  private Optional<Long> foldSeed;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for models and results.")
  private Path out;

  @Option(
      names = "--protocols",
      paramLabel = "LIST",
      defaultValue = "map",
      description = "Tests: map, paper or both (default: ${DEFAULT-VALUE}).")
  private String protocols;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Folds at a time, which share the threads (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Mixin private PlanOptions planOptions;
  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  CrossvalidateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    interruption.announce();
    planOptions.plan();
    SweepGrid grid = grid();
    SweepFolder folder = new SweepFolder(out);
    List<SweepRun> runs = grid.runs();
    new Sweep(
            folder,
            List.of(),
            Sweep.protocols(protocols),
            backendChoice,
            jobs,
            TrainCommand.trainer(interruption),
            true)
        .run(runs, interruption, common.messages());
    folder.collect();
    common.messages().info("wrote " + folder.results());
    report(runs.stream().map(run -> folder.row(run).orElseThrow()).toList());
    return ExitCode.DONE;
  }

  /** One run a fold, with the options of training that were given. */
  private SweepGrid grid() {
    SweepGrid grid = new SweepGrid();
    grid.set("data", data);
    foldSeed.ifPresent(seed -> grid.set("fold-seed", String.valueOf(seed)));
    Set<String> names = new HashSet<>();
    CommandSpec.forAnnotatedObject(new PlanOptions())
        .options()
        .forEach(option -> names.add(option.longestName()));
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (names.contains(option.longestName())) {
        grid.set(
            option.longestName().substring(2), String.join(",", option.originalStringValues()));
      }
    }
    grid.addFolds(folds);
    return grid;
  }

  private void report(List<SequencedMap<String, String>> rows) {
    for (SequencedMap<String, String> row : rows) {
      if (row.get(SweepFolder.STATUS).equals(SweepFolder.FAILED)) {
        throw new DataException(
            "fold " + row.get("fold") + " failed: " + row.get(SweepFolder.REASON));
      }
    }
    List<String> measures =
        MEASURES.stream().filter(name -> rows.getFirst().containsKey(name)).toList();
    SequencedMap<String, Spread> spreads = new LinkedHashMap<>();
    for (String measure : measures) {
      spreads.put(measure, Spread.of(rows.stream().map(row -> number(row, measure)).toList()));
    }
    if (common.json()) {
      Output.line(Json.pretty(json(rows, measures, spreads)));
      return;
    }
    Output.line("fold\t" + String.join("\t", measures));
    for (SequencedMap<String, String> row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.get("fold")));
      measures.forEach(measure -> cells.add(row.get(measure)));
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
