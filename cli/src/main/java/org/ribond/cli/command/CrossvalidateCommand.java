package org.ribond.cli.command;

import java.util.List;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.CrossValidationOptions;
import org.ribond.cli.options.PlanOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.terminal.Interruption;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class CrossvalidateCommand extends CrossvalidatingCommand {
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

  @Option(
      names = {"-d", "--data"},
      paramLabel = "pdb|FILE",
      defaultValue = ShippedData.NAME,
      description =
          "Complexes: pdb, all of the set that comes with Ribond, or a complexes file (default:"
              + " ${DEFAULT-VALUE}).")
  private String data;

  @Mixin private CrossValidationOptions folds;

  @Option(
      names = "--protocols",
      paramLabel = "LIST",
      defaultValue = "map",
      description = "Tests: map, paper or both (default: ${DEFAULT-VALUE}).")
  private String protocols;

  @Mixin private PlanOptions planOptions;
  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  CrossvalidateCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.CONTACT;
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
    planOptions.plan();
  }

  @Override
  List<Object> trainingOptions() {
    return List.of(new PlanOptions());
  }

  @Override
  List<String> protocols() {
    return Sweep.protocols(protocols);
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
