package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.PlanOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.CrossValidation;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private TaskOption task;

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
    task.require(TaskKind.CONTACT);
    planOptions.plan();
    SweepGrid grid = new SweepGrid();
    grid.set("data", data);
    foldSeed.ifPresent(seed -> grid.set("fold-seed", String.valueOf(seed)));
    grid.setGiven(spec.commandLine().getParseResult(), List.of(new PlanOptions()));
    grid.addFolds(folds);
    List<String> tests = Sweep.protocols(protocols);
    new CrossValidation(
            out,
            jobs,
            backendChoice,
            TrainingCommand.trainer(TaskKind.CONTACT, tests, interruption),
            MEASURES)
        .run(grid, interruption, common);
    return ExitCode.DONE;
  }
}
