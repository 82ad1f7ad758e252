package org.ribond.engine.metric;

import java.util.List;

/**
 * Where the scores of classes lie with 95 % confidence, from samples drawn with replacement.
 *
 * @param accuracy interval of the accuracy
 * @param mcc interval of Matthews' correlation coefficient
 * @param macroF1 interval of the mean F1
 * @param macroRocAuc interval of the mean ROC AUC
 * @param macroAveragePrecision interval of the mean average precision
 * @param rocAucs interval of each class's ROC AUC against the rest
 * @param averagePrecisions interval of each class's average precision against the rest
 * @param replicates number of draws
 */
public record ClassIntervals(
    Interval accuracy,
    Interval mcc,
    Interval macroF1,
    Interval macroRocAuc,
    Interval macroAveragePrecision,
    List<Interval> rocAucs,
    List<Interval> averagePrecisions,
    int replicates) {
  /** Keeps copies of the lists. */
  public ClassIntervals {
    rocAucs = List.copyOf(rocAucs);
    averagePrecisions = List.copyOf(averagePrecisions);
  }
}
