package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ribond.engine.file.LineReader;

/**
 * Looks for the line at which a structure's file is broken, once a reader has given up on it: the
 * readers' own messages name none.
 */
final class BrokenStructure {
  /** Columns of x, y and z in the records of PDB atoms, from 0. */
  private static final int[] PDB_COORDINATES = {30, 38, 46};

  private static final int PDB_COORDINATE_WIDTH = 8;

  private static final String ATOM_SITE = "_atom_site.";

  /** A value of mmCIF: quoted where it holds blanks. */
  private static final Pattern VALUE =
      Pattern.compile("'(?:[^']|'(?=\\S))*'(?=\\s|$)|\"(?:[^\"]|\"(?=\\S))*\"(?=\\s|$)|\\S+");

  private BrokenStructure() {}

  /** The first broken line of a PDB file and what is wrong with it, if it is of a kind known. */
  static Optional<String> pdbLine(String file) {
    try (LineReader lines = LineReader.open(file)) {
      while (lines.next()) {
        String line = lines.line();
        if (line.startsWith("ATOM  ") || line.startsWith("HETATM")) {
          for (int start : PDB_COORDINATES) {
            int end = Math.min(line.length(), start + PDB_COORDINATE_WIDTH);
            String coordinate = start < end ? line.substring(start, end).strip() : "";
            if (!isNumber(coordinate)) {
              return Optional.of(place(lines, "'" + coordinate + "' is no coordinate"));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The first broken line of the atoms of an mmCIF file, and what is wrong with it. */
  static Optional<String> mmcifLine(String file) {
    List<String> columns = new ArrayList<>();
    try (LineReader lines = LineReader.open(file)) {
      while (lines.next()) {
        String line = lines.line().strip();
        if (line.startsWith(ATOM_SITE)) {
          columns.add(line.substring(ATOM_SITE.length()));
        } else if (!columns.isEmpty()) {
          if (line.isEmpty() || line.startsWith("#") || line.startsWith("_")) {
            return Optional.empty();
          }
          Optional<String> fault = rowFault(columns, line);
          if (fault.isPresent()) {
            return Optional.of(place(lines, fault.get()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> rowFault(List<String> columns, String row) {
    List<String> values = VALUE.matcher(row).results().map(MatchResult::group).toList();
    if (values.size() != columns.size()) {
      return Optional.of(
          "has " + values.size() + " values for the " + columns.size() + " columns of atom_site");
    }
    for (int i = 0; i < values.size(); i++) {
      if (columns.get(i).startsWith("Cartn_")
          && columns.get(i).length() == "Cartn_x".length()
          && !isNumber(values.get(i))) {
        return Optional.of("'" + values.get(i) + "' is no coordinate");
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String place(LineReader lines, String fault) {
    return "line " + lines.number() + ": " + fault;
  }
}
