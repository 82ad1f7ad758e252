package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Scored cells, added one by one, from which every metric is computed exactly. Takes one to three
 * bytes a cell, whatever their number. Not thread-safe.
 */
public final class ScoreTally {
  /** Bins of the expected calibration error. */
  public static final int ECE_BINS = 15;

  private final PackedScores contacts = new PackedScores();
  private final PackedScores others = new PackedScores();
  private double sumOfSquares;

  /**
   * Adds one cell.
   *
   * @throws IllegalArgumentException if {@code score} is not in [0, 1]
   */
  public void add(float score, boolean isContact) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score " + score + " is not in [0, 1]");
    }
    double error = score - (isContact ? 1.0 : 0.0);
    sumOfSquares += error * error;
    // Adding zero turns -0 into 0, whose bits are in order.
    (isContact ? contacts : others).add(score + 0f);
  }

  /** Adds all cells of {@code other}, whose memory is shared and which may still be used. */
  public void addAll(ScoreTally other) {
    contacts.addAll(other.contacts);
    others.addAll(other.others);
    sumOfSquares += other.sumOfSquares;
  }

  /** Number of cells. */
  public long cells() {
    return contacts.size() + others.size();
  }

  /** Number of contacts. */
  public long contacts() {
    return contacts.size();
  }

  /** Share of contacts among the cells, NaN without cells. */
  public double prevalence() {
    return (double) contacts() / cells();
  }

  /** The counts if every cell that scores at least {@code threshold} is called a contact. */
  public Confusion confusion(float threshold) {
    long tp = contacts.countFrom(threshold);
    long fp = others.countFrom(threshold);
    return new Confusion(tp, fp, others.size() - fp, contacts.size() - tp);
  }

  /** Mean squared difference of score and truth (Brier 1950), NaN without cells. */
  public double brier() {
    return sumOfSquares / cells();
  }

  /**
   * Expected calibration error, NaN without cells: the mean over all cells of the distance between
   * mean score and share of contacts in the cell's bin, of {@value #ECE_BINS} bins of equal width
   * (Guo et al., "On calibration of modern neural networks", ICML 2017). Where contacts are rare
   * nearly all cells share the first bin, so this is then little more than the distance between
   * mean score and prevalence.
   */
  public double ece() {
    double[] edges = new double[ECE_BINS + 1];
    for (int i = 0; i <= ECE_BINS; i++) {
      edges[i] = (double) i / ECE_BINS;
    }
    double sum = 0;
    for (CalibrationBin bin : calibration(edges)) {
      if (bin.cells() > 0) {
        sum += bin.cells() * Math.abs(bin.meanScore() - bin.observed());
      }
    }
    return sum / cells();
  }

  /** Mean of all scores, NaN without cells. */
  public double meanScore() {
    return calibration(new double[] {0, 1}).getFirst().meanScore();
  }

  /**
   * Cells by score.
   *
   * @param edges bounds of the bins, ascending, from 0 to 1
   */
  public List<CalibrationBin> calibration(double[] edges) {
    int bins = edges.length - 1;
    long[] cells = new long[bins];
    long[] positives = new long[bins];
    double[] sums = new double[bins];
    contacts.forEachRun((bits, count) -> addToBins(bits, count, edges, positives, sums));
    System.arraycopy(positives, 0, cells, 0, bins);
    others.forEachRun((bits, count) -> addToBins(bits, count, edges, cells, sums));
    List<CalibrationBin> result = new ArrayList<>(bins);
    for (int i = 0; i < bins; i++) {
      result.add(
          new CalibrationBin(edges[i], edges[i + 1], cells[i], positives[i], sums[i] / cells[i]));
    }
    return result;
  }

  private static void addToBins(
      int[] bits, int count, double[] edges, long[] cells, double[] sums) {
    int bin = 0;
    for (int i = 0; i < count; i++) {
      double score = Float.intBitsToFloat(bits[i]);
      while (bin < cells.length - 1 && score >= edges[bin + 1]) {
        bin++;
      }
      cells[bin]++;
      sums[bin] += score;
    }
  }

  /** How well scores rank contacts above other cells. */
  public Ranking ranking() {
    return new RankTable(List.of(this)).ranking(new double[] {1});
  }

  /** Keeps the cells added so far in as little memory as possible. */
  public void pack() {
    contacts.pack();
    others.pack();
  }

  PackedScores contactScores() {
    return contacts;
  }

  PackedScores otherScores() {
    return others;
  }
}
