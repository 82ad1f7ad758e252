package org.ribond.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.label.data.LabelRecord;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.explain.LetterChanges;

/** Writes what the letters of sequences are worth: a line for each letter, or an object each. */
public final class ExplanationWriter {
  private final Writer out;
  private final LabelWriter.Format format;
  private final Molecule molecule;

  /** Writes to {@code out}; a table's header at once. */
  public ExplanationWriter(Writer out, LabelWriter.Format format, Molecule molecule)
      throws IOException {
    this.out = out;
    this.format = format;
    this.molecule = molecule;
    if (format == LabelWriter.Format.TSV) {
      List<String> columns =
          new ArrayList<>(List.of("id", "output", "position", "letter", "worth"));
      columns.addAll(letters());
      out.write(String.join("\t", columns) + "\n");
    }
  }

  private List<String> letters() {
    List<String> letters = new ArrayList<>();
    for (int code = 0; code < molecule.alphabet().size(); code++) {
      letters.add(String.valueOf(molecule.letter(code)));
    }
    return letters;
  }

  /**
   * Writes one sequence.
   *
   * @param output name of the class or number
   * @param codes its letter codes
   */
  public void write(LabelRecord record, String output, byte[] codes, LetterChanges changes)
      throws IOException {
    switch (format) {
      case TSV -> {
        for (int position = 0; position < codes.length; position++) {
          out.write(line(record, output, codes[position], position, changes));
        }
      }
      case JSONL -> out.write(Json.line(json(record, output, codes, changes)) + "\n");
    }
  }

  private String line(
      LabelRecord record, String output, int code, int position, LetterChanges changes) {
    List<String> cells = new ArrayList<>(List.of(record.name(), output));
    cells.add(String.valueOf(position + 1));
    cells.add(String.valueOf(molecule.letter(code)));
    cells.add(number(changes.worth(position, code)));
    for (int letter = 0; letter < changes.letters(); letter++) {
      cells.add(number(changes.change(position, letter)));
    }
    return String.join("\t", cells) + "\n";
  }

  private Map<String, Object> json(
      LabelRecord record, String output, byte[] codes, LetterChanges changes) {
    StringBuilder letters = new StringBuilder();
    List<Float> worths = new ArrayList<>();
    List<List<Float>> rows = new ArrayList<>();
    for (int position = 0; position < codes.length; position++) {
      letters.append(molecule.letter(codes[position]));
      worths.add(changes.worth(position, codes[position]));
      List<Float> row = new ArrayList<>();
      for (int letter = 0; letter < changes.letters(); letter++) {
        row.add(changes.change(position, letter));
      }
      rows.add(row);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", record.name());
    json.put("output", output);
    json.put("value", changes.value());
    json.put("sequence", letters.toString());
    json.put("worth", worths);
    json.put("letters", String.join("", letters()));
    json.put("changes", rows);
    return json;
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.5g", value == 0 ? 0f : value);
  }
}
