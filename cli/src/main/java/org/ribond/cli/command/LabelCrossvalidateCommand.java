package org.ribond.cli.command;

import java.util.List;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.CrossValidationOptions;
import org.ribond.cli.options.LabelFileOptions;
import org.ribond.cli.options.LabelPlanOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.terminal.Interruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class LabelCrossvalidateCommand extends CrossvalidatingCommand {
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

  @Option(
      names = {"-d", "--data"},
      paramLabel = "splice|FILE",
      required = true,
      description = "Sequences with their labels; all rows, whatever their split.")
  private String data;

  @Mixin private CrossValidationOptions folds;
  @Mixin private LabelFileOptions files;
  @Mixin private LabelPlanOptions planOptions;
  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  LabelCrossvalidateCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.LABEL;
  }

  @Override
  String data() {
    return data;
  }

  @Override
  CrossValidationOptions folds() {
    return folds;
  }

  @Override
  void checkOptions() {
    files.options();
    planOptions.validScore();
  }

  @Override
  List<Object> trainingOptions() {
    return List.of(new LabelPlanOptions(), new LabelFileOptions());
  }

  @Override
  List<String> protocols() {
    return List.of();
  }

  @Override
  List<String> measures() {
    return MEASURES;
  }

  @Override
  BackendChoice backendChoice() {
    return backendChoice;
  }

  @Override
  CommonOptions common() {
    return common;
  }
}
