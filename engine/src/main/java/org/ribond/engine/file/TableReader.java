package org.ribond.engine.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rows of a table with a header line. Fields are separated by the first of tab, comma and semicolon
 * that the header holds; unless by tabs, a field may stand in double quotes, and two of them are
 * one inside. Empty lines are passed over. Not safe for use by several threads.
 */
public final class TableReader {
  private final LineReader lines;
  private final char separator;
  private final List<String> header;
  private List<String> fields = List.of();
  private long row;

  /** Reads the header, the line that {@code lines} stands at. */
  public TableReader(LineReader lines) {
    this.lines = lines;
    separator = separatorOf(lines.line());
    header = split(lines.line());
  }

  private static char separatorOf(String header) {
    for (char candidate : new char[] {'\t', ',', ';'}) {
      if (header.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return '\t';
  }

  /** Names of the columns. */
  public List<String> header() {
    return header;
  }

  /**
   * The column called {@code name}.
   *
   * @throws DataException if there is none, saying which there are
   */
  public int column(String name) {
    int found = header.indexOf(name);
    if (found < 0) {
      throw error("no column '" + name + "'; there are: " + String.join(", ", header));
    }
    return found;
  }

  /** The first column called one of {@code names}, in either case. */
  public OptionalInt columnOf(List<String> names) {
    for (String name : names) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).toLowerCase(Locale.ROOT).equals(name)) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The column called {@code name}, or if that is absent the first called one of {@code usual}.
   *
   * @param what is in it, for the message
   * @throws DataException if there is none, saying which there are
   */
  public int column(Optional<String> name, List<String> usual, String what) {
    if (name.isPresent()) {
      return column(name.get());
    }
    return columnOf(usual)
        .orElseThrow(
            () ->
                error(
                    "no column of "
                        + what
                        + " ("
                        + String.join(", ", usual)
                        + "); there are: "
                        + String.join(", ", header)));
  }

  /**
   * Moves on to the next row.
   *
   * @return whether there is one
   * @throws DataException if it has more or fewer fields than the header, or cannot be read
   */
  public boolean next() {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.line().isBlank());
    row++;
    fields = split(lines.line());
    if (fields.size() != header.size()) {
      throw error(fields.size() + " fields, but the header names " + header.size() + " columns");
    }
    return true;
  }

  /** A field of this row. */
  public String field(int column) {
    return fields.get(column);
  }

  /** 1-based number of this row, the header not counted. */
  public long row() {
    return row;
  }

  /** 1-based number of this row's line. */
  public long line() {
    return lines.number();
  }

  /** What is wrong with this row, or with the header, with file and line. */
  public DataException error(String what) {
    return new DataException(lines.name() + ": line " + lines.number() + ": " + what);
  }

  private List<String> split(String line) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      boolean quoted = separator != '\t' && at < line.length() && line.charAt(at) == '"';
      if (quoted) {
        StringBuilder field = new StringBuilder();
        at = unquote(line, at + 1, field);
        parts.add(field.toString());
      } else {
        int end = line.indexOf(separator, at);
        end = end < 0 ? line.length() : end;
        parts.add(line.substring(at, end).strip());
        at = end;
      }
      if (at == line.length()) {
        return parts;
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
}
