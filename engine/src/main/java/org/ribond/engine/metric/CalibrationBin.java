package org.ribond.engine.metric;

/**
 * Cells whose scores lie between two bounds.
 *
 * @param lower least score
 * @param upper bound that scores are below, or may reach in the last bin
 * @param cells number of cells
 * @param contacts number of contacts among them
 * @param meanScore mean of their scores, NaN without cells
 */
public record CalibrationBin(
    double lower, double upper, long cells, long contacts, double meanScore) {
  /** Share of contacts, NaN without cells. */
  public double observed() {
    return (double) contacts / cells;
  }
}
