package org.ribond.cli.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.contact.predict.ScoredContact;
import org.ribond.engine.contact.predict.Selection;
import org.ribond.engine.sequence.Sequence;

/** Writes a table: lines of comment that begin with #, a line of column names, a line a contact. */
public final class TsvWriter implements PredictionWriter {
  private static final String COLUMNS =
      "protein\trna\tresidue\tresidue_letter\tbase\tbase_letter\tscore\tenrichment\n";

  private final Writer out;
  private final PredictionHeading heading;
  private final Selection selection;
  private final StringBuilder line = new StringBuilder();

  /**
   * Writes the heading to {@code out}, and then the pairs that {@code selection} lets through.
   *
   * @throws IOException if {@code out} throws it
   */
  public TsvWriter(Writer out, PredictionHeading heading, Selection selection) throws IOException {
    this.out = out;
    this.heading = heading;
    this.selection = selection;
    out.write(
        "# ribond "
            + heading.version()
            + ", model "
            + heading.modelName()
            + "; positions from "
            + heading.firstIndex()
            + "; shown: "
            + heading.selection()
            + "\n# score: "
            + (heading.isCalibrated()
                ? "probability of contact"
                : "not calibrated, only its order counts")
            + "; enrichment: "
            + (heading.prevalence().isPresent()
                ? "score / prevalence of contacts ("
                    + String.format(Locale.ROOT, "%.3g", heading.prevalence().get())
                    + ")"
                : "not known for this model")
            + "\n"
            + COLUMNS);
  }

  @Override
  public void pair(Sequence protein, Sequence rna, MapScorer scorer) throws IOException {
    scorer.select(selection, protein, rna, contact -> write(protein, rna, contact));
  }

  private void write(Sequence protein, Sequence rna, ScoredContact contact) {
    line.setLength(0);
    line.append(protein.name()).append('\t').append(rna.name()).append('\t');
    line.append(contact.residue() + heading.firstIndex()).append('\t');
    line.append(protein.letter(contact.residue())).append('\t');
    line.append(contact.base() + heading.firstIndex()).append('\t');
    line.append(rna.letter(contact.base())).append('\t');
    line.append(contact.score()).append('\t');
    if (heading.prevalence().isPresent()) {
      double enrichment = contact.score() / heading.prevalence().get();
      line.append(enrichment < 100 ? Math.round(enrichment * 10) / 10.0 : Math.round(enrichment));
    } else {
      line.append("NA");
    }
    line.append('\n');
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
