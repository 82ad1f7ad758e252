package org.ribond.engine.contact.predict;

import java.util.function.Consumer;

/** Which pairs of a contact map are worth showing. */
public sealed interface Selection {
  /**
   * Takes the rows of one map and hands on what is selected, during the rows or at the end.
   *
   * @param residues rows of the map
   * @param bases columns of the map
   * @param contacts takes the selected pairs
   */
  Filter filter(int residues, int bases, Consumer<ScoredContact> contacts);

  /** Selects from the rows of one map. */
  interface Filter extends MapScorer.RowSink {
    /** Hands on what is still held, after the last row. */
    void finish();
  }

  /** The pairs with the best scores, best first. */
  sealed interface Best extends Selection {
    /** How many pairs of a map. */
    long count(int residues, int bases);

    @Override
    default Filter filter(int residues, int bases, Consumer<ScoredContact> contacts) {
      return new BestFilter(Math.min(count(residues, bases), (long) residues * bases), contacts);
    }
  }

  /**
   * A fixed number of pairs.
   *
   * @param pairs at least 1
   */
  record Top(int pairs) implements Best {
    public Top {
      if (pairs < 1) {
        throw new IllegalArgumentException("the best " + pairs + " pairs");
      }
    }

    @Override
    public long count(int residues, int bases) {
      return pairs;
    }
  }

  /**
   * So many pairs for each residue of the protein, as contact predictors are used to count: L, L/2,
   * L/5 pairs for a protein of length L; at least one pair.
   *
   * @param factor pairs for each residue, more than 0
   */
  record TopPerResidue(double factor) implements Best {
    public TopPerResidue {
      if (!(factor > 0 && Double.isFinite(factor))) {
        throw new IllegalArgumentException("the best " + factor + " pairs a residue");
      }
    }

    @Override
    public long count(int residues, int bases) {
      return Math.max(1, Math.round(factor * residues));
    }
  }

  /**
   * As many pairs as the shorter chain has letters, but at least ten: the order of what is there to
   * be found. Three of four complexes of known structure have between a quarter of that and four
   * times as many contacts.
   */
  record TopShorterChain() implements Best {
    private static final int LEAST = 10;

    @Override
    public long count(int residues, int bases) {
      return Math.max(LEAST, Math.min(residues, bases));
    }
  }

  /**
   * The pairs that score at least so much, in the order of the map.
   *
   * @param score the least score; 0 takes all pairs
   */
  record Threshold(double score) implements Selection {
    /** All pairs. */
    public static final Threshold NONE = new Threshold(0);

    public Threshold {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("threshold " + score + " is not in 0..1");
      }
    }

    @Override
    public Filter filter(int residues, int bases, Consumer<ScoredContact> contacts) {
      return new ThresholdFilter(score, contacts);
    }
  }
}
