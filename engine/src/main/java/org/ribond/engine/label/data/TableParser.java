package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.label.data.LabelOptions.Target;

/**
 * Records of a table with a header line. Fields are separated by the first of tab, comma and
 * semicolon that the header holds; unless by tabs, a field may stand in double quotes, and two of
 * them are one inside.
 */
final class TableParser implements RecordParser {
  private static final List<String> SEQUENCE_NAMES = List.of("sequence", "seq");
  private static final List<String> LABEL_NAMES = List.of("label", "class", "target");
  private static final List<String> SPLIT_NAMES = List.of("split");
  private static final List<String> ID_NAMES = List.of("id", "name");
  private static final int NONE = -1;

  private final LineReader lines;
  private final LetterCheck check;
  private final Target target;
  private final char separator;
  private final List<String> header;
  private final int sequenceColumn;
  private final List<Integer> labelColumns = new ArrayList<>();
  private final int splitColumn;
  private final int idColumn;
  private long row;

  /** Reads the header, the line that {@code lines} stands at. */
  TableParser(LineReader lines, LabelOptions options, LetterCheck check) {
    this.lines = lines;
    this.check = check;
    target = options.target();
    separator = separatorOf(lines.line());
    header = fields(lines.line());
    sequenceColumn = required(options.sequenceColumn(), SEQUENCE_NAMES, "sequences");
    if (target != Target.NONE) {
      if (options.labelColumns().isEmpty()) {
        labelColumns.add(required(Optional.empty(), LABEL_NAMES, "labels"));
      }
      for (String name : options.labelColumns()) {
        labelColumns.add(named(name));
      }
    }
    splitColumn =
        options.splitColumn().isPresent()
            ? named(options.splitColumn().get())
            : firstOf(SPLIT_NAMES);
    idColumn = firstOf(ID_NAMES);
  }

  private static char separatorOf(String header) {
    for (char candidate : new char[] {'\t', ',', ';'}) {
      if (header.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return '\t';
  }

  private int required(Optional<String> name, List<String> usual, String what) {
    if (name.isPresent()) {
      return named(name.get());
    }
    int found = firstOf(usual);
    if (found == NONE) {
      throw error(
          "no column of "
              + what
              + " ("
              + String.join(", ", usual)
              + "); there are: "
              + String.join(", ", header));
    }
    return found;
  }

  private int named(String name) {
    int found = header.indexOf(name);
    if (found < 0) {
      throw error("no column '" + name + "'; there are: " + String.join(", ", header));
    }
    return found;
  }

  private int firstOf(List<String> names) {
    for (String name : names) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).toLowerCase(Locale.ROOT).equals(name)) {
          return i;
        }
      }
    }
    return NONE;
  }

  @Override
  public List<String> labelColumns() {
    return labelColumns.stream().map(header::get).toList();
  }

  @Override
  public Optional<LabelRecord> next() {
    do {
      if (!lines.next()) {
        return Optional.empty();
      }
    } while (lines.line().isBlank());
    row++;
    List<String> fields = fields(lines.line());
    if (fields.size() != header.size()) {
      throw error(fields.size() + " fields, but the header names " + header.size() + " columns");
    }
    String id = idColumn == NONE ? "" : fields.get(idColumn);
    String name = id.isEmpty() ? "row " + row : id;
    StringBuilder letters = new StringBuilder();
    check.take(lines.name(), name, lines.number(), fields.get(sequenceColumn), letters);
    if (letters.isEmpty()) {
      throw error("record '" + name + "' has an empty sequence");
    }
    return Optional.of(
        new LabelRecord(
            name,
            letters.toString(),
            labelColumns.stream().map(fields::get).toList(),
            splitColumn == NONE ? Optional.empty() : Optional.of(part(fields.get(splitColumn))),
            lines.number()));
  }

  private Part part(String word) {
    return Part.of(word)
        .orElseThrow(
            () -> error("'" + word + "' is no part of a split; known are train, valid and test"));
  }

  private List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      boolean quoted = separator != '\t' && at < line.length() && line.charAt(at) == '"';
      if (quoted) {
        StringBuilder field = new StringBuilder();
        at = unquote(line, at + 1, field);
        fields.add(field.toString());
      } else {
        int end = line.indexOf(separator, at);
        end = end < 0 ? line.length() : end;
        fields.add(line.substring(at, end).strip());
        at = end;
      }
      if (at == line.length()) {
        return fields;
      }
      at++;
    }
  }

  /** Reads a quoted field from behind its first quote; returns the place behind its last. */
  private int unquote(String line, int start, StringBuilder field) {
    int at = start;
    while (true) {
      int quote = line.indexOf('"', at);
      if (quote < 0) {
        throw error("a double quote is not closed on its line");
      }
      field.append(line, at, quote);
      at = quote + 1;
      if (at == line.length() || line.charAt(at) == separator) {
        return at;
      }
      if (line.charAt(at) != '"') {
        throw error("text behind a closing double quote");
      }
      field.append('"');
      at++;
    }
  }

  private DataException error(String what) {
    return new DataException(lines.name() + ": line " + lines.number() + ": " + what);
  }
}
