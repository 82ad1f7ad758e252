package org.ribond.engine.label.data;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What a test set shares with a training set: sequences with {@code k} letters in a row of a
 * training sequence, on the same strand. A score on them flatters a model that remembers.
 *
 * @param k letters in a row
 * @param testRows sequences of the test set
 * @param shared the test sequences that share as many with a training sequence
 * @param equal the test sequences that are also a training sequence; any number of letters counts
 * @param agreement mean, over the shared test sequences, of the share of their training sequences
 *     that have their class; NaN without such, and for numbers
 */
public record LabelAudit(int k, int testRows, BitSet shared, BitSet equal, double agreement) {
  /** Sequences of fewer letters on average are compared by the shorter word. */
  private static final int LONG_SEQUENCES = 200;

  private static final int SHORT_WORD = 25;
  private static final int LONG_WORD = 50;

  /** Chance alone gives no two proteins as many residues in a row. */
  private static final int PROTEIN_WORD = 12;

  /**
   * A usual {@code k} for sequences like these: 25 bases, 50 if they are 200 or more bases long on
   * average, 12 residues.
   */
  public static int usualWord(LabelData data) {
    if (data.molecule() == Molecule.PROTEIN) {
      return PROTEIN_WORD;
    }
    return data.letterCount() < (long) LONG_SEQUENCES * data.size() ? SHORT_WORD : LONG_WORD;
  }

  /**
   * Audits {@code test} against {@code train}.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if one is of bases and the other of residues
   */
  public static LabelAudit of(LabelData train, LabelData test, int k) {
    return of(train, test, k, KmerTable.USUAL_WORDS);
  }

  static LabelAudit of(LabelData train, LabelData test, int k, int wordsAtATime) {
    if (k < 1) {
      throw new IllegalArgumentException("words of " + k + " letters");
    }
    if (!train.molecule().reads(test.molecule())) {
      throw new IllegalArgumentException(
          train.source() + " and " + test.source() + " are of bases and of residues");
    }
    BitSet shared = new BitSet();
    double agreeing = 0;
    int from = 0;
    while (from < test.size()) {
      int to = KmerTable.end(test, from, k, wordsAtATime);
      KmerTable table = new KmerTable(test, from, to, k);
      int[] pairs = new int[test.size()];
      int[] agreeingPairs = new int[test.size()];
      int[] lastSeen = new int[test.size()];
      Arrays.fill(lastSeen, -1);
      for (int i = 0; i < train.size(); i++) {
        int row = i;
        table.matches(
            train,
            i,
            tested -> {
              if (lastSeen[tested] != row) {
                lastSeen[tested] = row;
                pairs[tested]++;
                agreeingPairs[tested] += sameClass(train, row, test, tested) ? 1 : 0;
              }
            });
      }
      for (int i = from; i < to; i++) {
        if (pairs[i] > 0) {
          shared.set(i);
          agreeing += (double) agreeingPairs[i] / pairs[i];
        }
      }
      from = to;
    }
    boolean hasClasses = train.targets() instanceof Targets.Classes;
    return new LabelAudit(
        k,
        test.size(),
        shared,
        equal(train, test),
        hasClasses ? agreeing / shared.cardinality() : Double.NaN);
  }

  /** Share of the test sequences that share letters with training, 0 to 1; NaN without any. */
  public double share() {
    return (double) shared.cardinality() / testRows;
  }

  /** The test sequences that share nothing, ascending: those that make an honest test. */
  public int[] unseen() {
    BitSet others = (BitSet) shared.clone();
    others.or(equal);
    others.flip(0, testRows);
    return others.stream().toArray();
  }

  private static boolean sameClass(LabelData train, int i, LabelData test, int j) {
    return train.targets() instanceof Targets.Classes trained
        && test.targets() instanceof Targets.Classes tested
        && trained.names().get(trained.labels()[i]).equals(tested.names().get(tested.labels()[j]));
  }

  private static BitSet equal(LabelData train, LabelData test) {
    EqualSequences trained = new EqualSequences(train);
    BitSet equal = new BitSet();
    for (int i = 0; i < test.size(); i++) {
      equal.set(i, trained.find(test, i).isPresent());
    }
    return equal;
  }
}
