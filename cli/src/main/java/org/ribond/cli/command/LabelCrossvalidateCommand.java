package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelFileOptions;
import org.ribond.cli.options.LabelPlanOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.CrossValidation;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains and tests on folds of labelled sequences that share no long word. */
@Command(
    name = "crossvalidate",
    sortOptions = false,
    description = {
      "Train on all folds of labelled sequences but one, test on that one, for each fold.",
      "No two folds share a long word (25 or 50 bases, 12 residues). Of what a model is trained"
          + " with, a tenth judges its epochs and calibrates it; the fold itself is only tested."
    },
    footerHeading = "%nThe table:%n",
    footer = {
      "  A row for each fold, their mean and their standard deviation (sd); label_*",
      "  are the numbers of 'evaluate --task label'.",
      "",
      "The same command goes on with what was stopped. DIR is the folder of a sweep:",
      "its results.tsv has all numbers, and 'ribond report DIR' draws them."
    })
final class LabelCrossvalidateCommand implements Callable<Integer> {
  private static final List<String> MEASURES =
      List.of(
          "label_sequences",
          "label_accuracy",
          "label_mcc",
          "label_macro_f1",
          "label_roc_auc",
          "label_pr_auc",
          "label_ece",
          "label_pearson",
          "label_spearman",
          "label_r2",
          "label_rmse",
          "train_seconds");

  private final Interruption interruption;

  @Spec private CommandSpec spec;

  @Mixin private TaskOption task;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "splice|FILE",
      required = true,
      description = "Sequences with their labels; all rows, whatever their split.")
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
      description = "Seed of which sequences are in which fold (default: 1).")
  private Optional<Integer> foldSeed;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for models and results.")
  private Path out;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Folds at a time, which share the threads (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Mixin private LabelFileOptions files;
  @Mixin private LabelPlanOptions planOptions;
  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  LabelCrossvalidateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    interruption.announce();
    task.require(TaskKind.LABEL);
    files.options();
    planOptions.validScore();
    SweepGrid grid = new SweepGrid();
    grid.set("data", data);
    foldSeed.ifPresent(seed -> grid.set("fold-seed", String.valueOf(seed)));
    grid.setGiven(
        spec.commandLine().getParseResult(),
        List.of(new LabelPlanOptions(), new LabelFileOptions()));
    grid.addFolds(folds);
    new CrossValidation(
            out,
            jobs,
            backendChoice,
            TrainingCommand.trainer(TaskKind.LABEL, List.of(), interruption),
            MEASURES)
        .run(grid, interruption, common);
    return ExitCode.DONE;
  }
}
