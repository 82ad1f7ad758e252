package org.ribond.engine.contact.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.predict.ChainScores;
import org.ribond.engine.contact.predict.LevelScores;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.sequence.Sequence;

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
      ObservedCells observed = new ObservedCells(complex, scorer.isCalibrated());
      Sequence protein = complex.protein().sequence();
      Sequence rna = complex.rna().sequence();
      scorer.score(protein, rna, observed::row);
      scores.add(
          new MapScores.ComplexScores(complex, observed.finish(scorer.levels(protein, rna))));
      cells += complex.observedCells();
      progress.accept(cells);
    }
    return new MapScores(scores);
  }

  /** Takes the rows of one map and keeps what is observed. */
  private static final class ObservedCells {
    private final Complex complex;
    private final Map<Level, ScoreTally> tallies = new EnumMap<>(Level.class);
    private final ChainScores chains;
    private final boolean[] residueBinds;
    private final boolean[] baseBinds;
    private int nextContact;

    ObservedCells(Complex complex, boolean isCalibrated) {
      this.complex = complex;
      residueBinds = new boolean[complex.protein().sequence().length()];
      baseBinds = new boolean[complex.rna().sequence().length()];
      chains = new ChainScores(residueBinds.length, baseBinds.length, isCalibrated);
      for (Level level : Level.values()) {
        tallies.put(level, new ScoreTally());
      }
    }

    void row(int residue, float[] scores) {
      if (!complex.protein().isObserved(residue)) {
        return;
      }
      for (int base = 0; base < scores.length; base++) {
        if (complex.rna().isObserved(base)) {
          boolean binds = takeContact(residue, base);
          tallies.get(Level.CONTACT).add(scores[base], binds);
          chains.pair(residue, base, scores[base]);
          residueBinds[residue] |= binds;
          baseBinds[base] |= binds;
        }
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

    /** What was taken, with scores of residues and bases that are not those of their cells. */
    Map<Level, ScoreTally> finish(Optional<LevelScores> own) {
      if (nextContact != complex.contacts().size()) {
        throw new IllegalStateException(
            complex.id() + ": the scorer left out rows or changed their order");
      }
      // Where nothing of the other chain was seen, nobody knows.
      if (tallies.get(Level.CONTACT).cells() > 0) {
        LevelScores levels =
            own.orElseGet(() -> new LevelScores(chains.residues(), chains.bases()));
        for (int residue = 0; residue < residueBinds.length; residue++) {
          if (complex.protein().isObserved(residue)) {
            tallies.get(Level.RESIDUE).add(levels.residues()[residue], residueBinds[residue]);
          }
        }
        for (int base = 0; base < baseBinds.length; base++) {
          if (complex.rna().isObserved(base)) {
            tallies.get(Level.BASE).add(levels.bases()[base], baseBinds[base]);
          }
        }
      }
      tallies.values().forEach(ScoreTally::pack);
      return tallies;
    }
  }
}
