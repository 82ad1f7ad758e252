package org.ribond.engine.contact.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.metric.ScoreTally;

/**
 * Evaluation on whole contact maps: every residue with coordinates against every base with
 * coordinates, so that prevalence, precision and average precision are those that a user of the
 * scores meets.
 */
public final class MapProtocol {
  private MapProtocol() {}

  /**
   * Scores the maps of {@code complexes}, one after another, at all levels.
   *
   * @param scorer what is evaluated
   * @param complexes complexes with the contacts that are true
   * @param progress is told after each map how many cells have been scored so far
   */
  public static MapScores run(MapScorer scorer, List<Complex> complexes, LongConsumer progress) {
    List<MapScores.ComplexScores> scores = new ArrayList<>(complexes.size());
    long cells = 0;
    for (Complex complex : complexes) {
      ObservedCells observed = new ObservedCells(complex);
      scorer.score(complex.protein().sequence(), complex.rna().sequence(), observed::row);
      scores.add(new MapScores.ComplexScores(complex, observed.finish()));
      cells += complex.observedCells();
      progress.accept(cells);
    }
    return new MapScores(scores);
  }

  /** Takes the rows of one map and keeps what is observed. */
  private static final class ObservedCells {
    private static final float UNSCORED = -1;

    private final Complex complex;
    private final Map<Level, ScoreTally> tallies = new EnumMap<>(Level.class);
    private final float[] bestOfBase;
    private final boolean[] baseBinds;
    private int nextContact;

    ObservedCells(Complex complex) {
      this.complex = complex;
      bestOfBase = new float[complex.rna().sequence().length()];
      baseBinds = new boolean[bestOfBase.length];
      Arrays.fill(bestOfBase, UNSCORED);
      for (Level level : Level.values()) {
        tallies.put(level, new ScoreTally());
      }
    }

    void row(int residue, float[] scores) {
      if (!complex.protein().isObserved(residue)) {
        return;
      }
      float best = UNSCORED;
      boolean residueBinds = false;
      for (int base = 0; base < bestOfBase.length; base++) {
        if (complex.rna().isObserved(base)) {
          boolean binds = takeContact(residue, base);
          tallies.get(Level.CONTACT).add(scores[base], binds);
          best = Math.max(best, scores[base]);
          bestOfBase[base] = Math.max(bestOfBase[base], scores[base]);
          residueBinds |= binds;
          baseBinds[base] |= binds;
        }
      }
      if (best != UNSCORED) {
        tallies.get(Level.RESIDUE).add(best, residueBinds);
      }
    }

    /** Whether this cell is a contact; cells come in the order of the contacts. */
    private boolean takeContact(int residue, int base) {
      if (nextContact == complex.contacts().size()) {
        return false;
      }
      Contact contact = complex.contacts().get(nextContact);
      boolean isContact = contact.residue() == residue && contact.base() == base;
      if (isContact) {
        nextContact++;
      }
      return isContact;
    }

    Map<Level, ScoreTally> finish() {
      if (nextContact != complex.contacts().size()) {
        throw new IllegalStateException(
            complex.id() + ": the scorer left out rows or changed their order");
      }
      for (int base = 0; base < bestOfBase.length; base++) {
        if (bestOfBase[base] != UNSCORED) {
          tallies.get(Level.BASE).add(bestOfBase[base], baseBinds[base]);
        }
      }
      tallies.values().forEach(ScoreTally::pack);
      return tallies;
    }
  }
}
