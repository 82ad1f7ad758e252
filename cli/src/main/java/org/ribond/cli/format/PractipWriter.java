package org.ribond.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.contact.predict.ScoredContact;
import org.ribond.engine.contact.predict.Selection;
import org.ribond.engine.sequence.Sequence;

/**
 * Writes contacts as PRactIP prints them: a line {@code >Score=SUM}, then residue and base of each
 * contact, counted from 0, in the order of the map. Behind the sum of the scores the names of
 * protein and RNA are added, since PRactIP itself predicts one pair at a time. Without the first
 * line it is the contact file that PRactIP reads for training.
 */
public final class PractipWriter implements PredictionWriter {
  private static final Comparator<ScoredContact> MAP_ORDER =
      Comparator.comparingInt(ScoredContact::residue).thenComparingInt(ScoredContact::base);

  private final Writer out;
  private final Selection selection;

  /** Writes the pairs that {@code selection} lets through to {@code out}. */
  public PractipWriter(Writer out, Selection selection) {
    this.out = out;
    this.selection = selection;
  }

  @Override
  public void pair(Sequence protein, Sequence rna, MapScorer scorer) throws IOException {
    List<ScoredContact> contacts = new ArrayList<>();
    scorer.select(selection, protein, rna, contacts::add);
    contacts.sort(MAP_ORDER);
    double sum = 0;
    for (ScoredContact contact : contacts) {
      sum += contact.score();
    }
    out.write(">Score=" + (float) sum + " " + protein.name() + " " + rna.name() + "\n");
    for (ScoredContact contact : contacts) {
      out.write(contact.residue() + " " + contact.base() + "\n");
    }
  }
}
