package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples of several classes counted by what they are and what they were called. A ratio without a
 * single sample to divide by is NaN: undefined, not zero.
 *
 * @param counts for each class a row: how many of its samples were called each class
 */
public record ClassConfusion(List<List<Long>> counts) {
  /** Checks the shape and keeps a copy. */
  public ClassConfusion {
    counts = counts.stream().map(List::copyOf).toList();
    for (List<Long> row : counts) {
      if (row.size() != counts.size()) {
        throw new IllegalArgumentException(
            "a confusion table of " + counts.size() + " classes has a row of " + row.size());
      }
    }
  }

  /** The table of {@code counts[i * classes + j]} samples of class i that were called j. */
  static ClassConfusion of(int classes, long[] counts) {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      List<Long> row = new ArrayList<>();
      for (int j = 0; j < classes; j++) {
        row.add(counts[i * classes + j]);
      }
      rows.add(row);
    }
    return new ClassConfusion(rows);
  }

  /** Number of classes. */
  public int classes() {
    return counts.size();
  }

  /** Samples of class {@code truth} that were called {@code called}. */
  public long count(int truth, int called) {
    return counts.get(truth).get(called);
  }

  /** Number of all samples. */
  public long samples() {
    return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  /** Number of samples of class {@code label}. */
  public long ofClass(int label) {
    return counts.get(label).stream().mapToLong(Long::longValue).sum();
  }

  /** Number of samples that were called {@code label}. */
  public long called(int label) {
    return counts.stream().mapToLong(row -> row.get(label)).sum();
  }

  /** Class {@code label} against all others. */
  public Confusion against(int label) {
    long tp = count(label, label);
    long fp = called(label) - tp;
    long fn = ofClass(label) - tp;
    return new Confusion(tp, fp, samples() - tp - fp - fn, fn);
  }

  /** Share of the samples that were called what they are. */
  public double accuracy() {
    return (double) right() / samples();
  }

  private long right() {
    long right = 0;
    for (int label = 0; label < classes(); label++) {
      right += count(label, label);
    }
    return right;
  }

  /** Mean F1 of all classes that a sample is of or was called. */
  public double macroF1() {
    double sum = 0;
    int defined = 0;
    for (int label = 0; label < classes(); label++) {
      double f1 = against(label).f1();
      if (!Double.isNaN(f1)) {
        sum += f1;
        defined++;
      }
    }
    return sum / defined;
  }

  /**
   * Matthews' correlation coefficient of any number of classes (Gorodkin, "Comparing two K-category
   * assignments by a K-category correlation coefficient", Comput. Biol. Chem. 28, 2004): 1 for
   * perfect calls, 0 for calls that know nothing; NaN where truth or calls are always the same. For
   * two classes it is {@link Confusion#mcc()}.
   */
  public double mcc() {
    double samples = samples();
    double expected = 0;
    double squaresOfTruth = 0;
    double squaresOfCalls = 0;
    for (int label = 0; label < classes(); label++) {
      double truth = ofClass(label);
      double calls = called(label);
      expected += truth * calls;
      squaresOfTruth += truth * truth;
      squaresOfCalls += calls * calls;
    }
    return (right() * samples - expected)
        / (Math.sqrt(samples * samples - squaresOfCalls)
            * Math.sqrt(samples * samples - squaresOfTruth));
  }
}
