package org.ribond.engine.metric;

/**
 * Cells counted by what they are and what they were called; a contact is the positive class. A
 * ratio without a single cell to divide by is NaN: undefined, not zero.
 *
 * @param tp contacts called contacts
 * @param fp others called contacts
 * @param tn others called others
 * @param fn contacts called others
 */
public record Confusion(long tp, long fp, long tn, long fn) {
  /** The counts of both together. */
  public Confusion plus(Confusion other) {
    return new Confusion(tp + other.tp, fp + other.fp, tn + other.tn, fn + other.fn);
  }

  /** Share of contacts among what was called a contact: {@code tp / (tp + fp)}. */
  public double precision() {
    return (double) tp / (tp + fp);
  }

  /** Share of contacts that were found: {@code tp / (tp + fn)}. */
  public double recall() {
    return (double) tp / (tp + fn);
  }

  /** Share of other cells that were called so: {@code tn / (tn + fp)}. */
  public double specificity() {
    return (double) tn / (tn + fp);
  }

  /** Harmonic mean of precision and recall: {@code 2 tp / (2 tp + fp + fn)}. */
  public double f1() {
    return 2.0 * tp / (2.0 * tp + fp + fn);
  }

  /**
   * Matthews' correlation coefficient of calls and contacts, -1 to 1; NaN where either is always
   * the same.
   */
  public double mcc() {
    double covariance = (double) tp * tn - (double) fp * fn;
    return covariance
        / (Math.sqrt((double) tp + fp)
            * Math.sqrt((double) tp + fn)
            * Math.sqrt((double) tn + fp)
            * Math.sqrt((double) tn + fn));
  }
}
