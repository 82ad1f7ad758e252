package org.ribond.engine.contact.evaluate;

import org.ribond.engine.metric.Ranking;
import org.ribond.engine.metric.Summary;

/**
 * What whole maps show about scores.
 *
 * @param level what was called a contact or not
 * @param pairs number of complexes
 * @param pooled all cells of all complexes together; large complexes and complexes with many copies
 *     weigh most
 * @param withoutCopies the same ranking where copies share the weight of one complex
 * @param perComplex means over complexes, where each weighs the same
 */
public record MapEvaluation(
    Level level, int pairs, Summary pooled, Ranking withoutCopies, ComplexMean perComplex) {
  /**
   * Means over different complexes: copies are averaged first. Complexes where the ROC AUC is
   * undefined are left out.
   *
   * @param complexes number of different complexes
   * @param rocAuc mean ROC AUC
   * @param averagePrecision mean average precision
   * @param lift mean of average precision divided by what a random order of the complex's cells
   *     gives on average, which in a small map is more than the prevalence
   */
  public record ComplexMean(int complexes, double rocAuc, double averagePrecision, double lift) {}
}
