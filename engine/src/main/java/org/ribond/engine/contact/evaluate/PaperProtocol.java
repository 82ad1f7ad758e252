package org.ribond.engine.contact.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.contact.sampling.PaperPair;
import org.ribond.engine.metric.ScoreTally;

/**
 * The test of arXiv 2511.08648, as its published code does it, bugs included: for comparison with
 * the paper's numbers, and for nothing else.
 *
 * <p>All contacts are scored, but of the other cells only those of every {@code window}th residue
 * ({@link PaperPair#negatives}); a lookup by letter code instead of index puts real contacts among
 * them. So contacts are {@code window} times as frequent as in a map, and precision, F1 and average
 * precision are higher than any user will see. A cell can be counted twice, once as a contact and
 * once as a negative.
 */
public final class PaperProtocol {
  /** What a user must be told beside the numbers. */
  public static final String CAVEAT =
      "the paper's test, bug for bug: negatives from every W-th residue only, looked up by letter"
          + " code instead of index; precision, F1 and PR AUC are not those of a contact map";

  private PaperProtocol() {}

  /**
   * Scores the paper's test cells of {@code complexes}.
   *
   * @param window length of the whole window, which sets the stride of the negatives
   * @param progress is told after each pair how many cells of its map have been scored so far
   */
  public static PaperEvaluation run(
      MapScorer scorer, List<Complex> complexes, int window, LongConsumer progress) {
    ScoreTally tally = new ScoreTally();
    long cells = 0;
    for (Complex complex : complexes) {
      PaperPair pair = PaperPair.of(complex);
      TestCells test = new TestCells(pair, window, tally);
      scorer.score(pair.protein(), pair.rna(), test::row);
      cells += complex.observedCells();
      progress.accept(cells);
    }
    tally.pack();
    return new PaperEvaluation(complexes.size(), window, tally);
  }

  /** Takes the rows of one map and keeps the paper's test cells. */
  private static final class TestCells {
    private record Run(int residue, int first, int end) {}

    private final List<Contact> contacts;
    private final List<Run> negatives = new ArrayList<>();
    private final ScoreTally tally;
    private int nextContact;
    private int nextRun;

    TestCells(PaperPair pair, int window, ScoreTally tally) {
      this.contacts = pair.contacts();
      this.tally = tally;
      pair.negatives(window, (residue, first, end) -> negatives.add(new Run(residue, first, end)));
    }

    void row(int residue, float[] scores) {
      while (nextContact < contacts.size() && contacts.get(nextContact).residue() == residue) {
        tally.add(scores[contacts.get(nextContact++).base()], true);
      }
      while (nextRun < negatives.size() && negatives.get(nextRun).residue == residue) {
        Run run = negatives.get(nextRun++);
        for (int base = run.first; base < run.end; base++) {
          tally.add(scores[base], false);
        }
      }
    }
  }
}
