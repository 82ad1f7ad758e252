package org.ribond.cli.sweep;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A number of a run's row that the report shows.
 *
 * @param column its name in the row
 * @param test what it is of
 * @param name what it is called there
 * @param isDrawn whether it has charts, besides its column in the tables
 */
record Measure(String column, String test, String name, boolean isDrawn) {
  private static final String MAPS = "whole maps";
  private static final String PAPER = "paper's test";
  private static final String LABELS = "labels";
  private static final String TRAINING = "training";

  static final Measure MAP_PR_AUC = new Measure("map_pr_auc", MAPS, "PR AUC", true);
  static final Measure PAPER_PR_AUC = new Measure("paper_pr_auc", PAPER, "PR AUC", false);

  static final Measure LABEL_ROC_AUC = new Measure("label_roc_auc", LABELS, "ROC AUC", true);
  static final Measure LABEL_PEARSON =
      new Measure("label_pearson", LABELS, "Pearson correlation", true);

  /** What runs may be ranked by, of what they have the first. */
  static final List<Measure> MERITS =
      List.of(MAP_PR_AUC, PAPER_PR_AUC, LABEL_ROC_AUC, LABEL_PEARSON);

  /** All of them; those of one test stand together. */
  static final List<Measure> ALL =
      List.of(
          MAP_PR_AUC,
          new Measure("map_lift", MAPS, "PR AUC, times chance", true),
          new Measure("map_roc_auc", MAPS, "ROC AUC", true),
          new Measure("map_f1", MAPS, "F1", false),
          new Measure("paper_f1", PAPER, "F1", true),
          new Measure("paper_scaled_f1", PAPER, "F1 scaled to whole maps", true),
          new Measure("paper_precision", PAPER, "precision", false),
          new Measure("paper_recall", PAPER, "recall", false),
          PAPER_PR_AUC,
          new Measure("paper_roc_auc", PAPER, "ROC AUC", true),
          LABEL_ROC_AUC,
          new Measure("label_accuracy", LABELS, "accuracy", true),
          new Measure("label_mcc", LABELS, "MCC", true),
          new Measure("label_macro_f1", LABELS, "macro F1", false),
          new Measure("label_pr_auc", LABELS, "PR AUC", false),
          new Measure("label_ece", LABELS, "ECE", false),
          LABEL_PEARSON,
          new Measure("label_spearman", LABELS, "Spearman correlation", false),
          new Measure("label_r2", LABELS, "R2", false),
          new Measure("label_rmse", LABELS, "RMSE", false),
          new Measure("train_seconds", TRAINING, "time in s", true),
          new Measure("seconds_per_epoch", TRAINING, "s per epoch", false));

  /** Its name where that of its test does not stand beside it. */
  String title() {
    return test.substring(0, 1).toUpperCase(Locale.ROOT) + test.substring(1) + ": " + name;
  }

  /** Whether {@code row} has it. */
  boolean isIn(Map<String, String> row) {
    return !row.getOrDefault(column, "").isEmpty();
  }

  /** Its number in {@code row}, which has it. */
  double of(Map<String, String> row) {
    return Double.parseDouble(row.get(column));
  }
}
