package org.ribond.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import org.ribond.engine.contact.predict.ChainScores;
import org.ribond.engine.contact.predict.LevelScores;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.contact.predict.ScoredContact;
import org.ribond.engine.contact.predict.Selection;
import org.ribond.engine.sequence.Sequence;

/** Writes a JSON object on a line for each pair, its contacts as they come. */
public final class JsonlWriter implements PredictionWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final Writer out;
  private final PredictionHeading heading;
  private final Selection selection;

  /** Writes the pairs that {@code selection} lets through to {@code out}. */
  public JsonlWriter(Writer out, PredictionHeading heading, Selection selection) {
    this.out = out;
    this.heading = heading;
    this.selection = selection;
  }

  @Override
  public void pair(Sequence protein, Sequence rna, MapScorer scorer) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("protein", protein.name());
      json.writeStringField("rna", rna.name());
      json.writeNumberField("protein_length", protein.length());
      json.writeNumberField("rna_length", rna.length());
      json.writeStringField("model", heading.modelName());
      json.writeBooleanField("calibrated", heading.isCalibrated());
      if (heading.prevalence().isPresent()) {
        json.writeNumberField("prevalence", heading.prevalence().get());
      }
      json.writeNumberField("first_index", heading.firstIndex());
      json.writeArrayFieldStart("contacts");
      LevelScores levels = contacts(json, protein, rna, scorer);
      json.writeEndArray();
      write(json, "residues", levels.residues());
      write(json, "bases", levels.bases());
      json.writeEndObject();
    }
    out.write('\n');
  }

  /** Writes the selected pairs; gives the scores of residues and bases. */
  private LevelScores contacts(
      JsonGenerator json, Sequence protein, Sequence rna, MapScorer scorer) {
    Optional<LevelScores> own = scorer.levels(protein, rna);
    if (own.isPresent()) {
      scorer.select(selection, protein, rna, contact -> write(json, contact));
      return own.get();
    }
    ChainScores chains = new ChainScores(protein.length(), rna.length(), heading.isCalibrated());
    Selection.Filter filter =
        selection.filter(protein.length(), rna.length(), contact -> write(json, contact));
    scorer.score(
        protein,
        rna,
        (residue, scores) -> {
          filter.row(residue, scores);
          chains.row(residue, scores);
        });
    filter.finish();
    return new LevelScores(chains.residues(), chains.bases());
  }

  private void write(JsonGenerator json, ScoredContact contact) {
    try {
      json.writeStartArray();
      json.writeNumber(contact.residue() + heading.firstIndex());
      json.writeNumber(contact.base() + heading.firstIndex());
      json.writeNumber(contact.score());
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, String name, float[] scores) throws IOException {
    json.writeArrayFieldStart(name);
    for (float score : scores) {
      json.writeNumber(score);
    }
    json.writeEndArray();
  }
}
