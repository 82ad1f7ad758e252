package org.ribond.engine.fold.structure;

import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.sequence.Sequence;

/** Records of bases and brackets, with headers or without. */
final class DotBracketParser implements StructureReader.Parser {
  private final LineReader lines;
  private boolean atRecord = true;
  private int number;

  /** Reads from the header or the bases that {@code lines} stands at. */
  DotBracketParser(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public Optional<StructureRecord> next() {
    if (!atRecord) {
      return Optional.empty();
    }
    number++;
    long start = lines.number();
    String name = "record " + number;
    StringBuilder letters = new StringBuilder();
    StringBuilder brackets = new StringBuilder();
    if (lines.line().startsWith(">")) {
      name = lines.line().substring(1).strip().split("\\s", 2)[0];
      if (name.isEmpty()) {
        throw StructureReader.error(lines, "header without a name after '>'");
      }
    } else {
      letters.append(lines.line().strip());
    }
    atRecord = false;
    while (!atRecord && lines.next()) {
      String line = lines.line().strip();
      if (StructureReader.isPassedOver(line)) {
        continue;
      }
      boolean isBegun = !brackets.isEmpty() && brackets.length() < letters.length();
      boolean isWhole = !brackets.isEmpty() && !isBegun;
      if (isHeader(line, isBegun) || (isWhole && !isStructure(line))) {
        atRecord = true;
      } else if (!brackets.isEmpty() || isStructure(line)) {
        brackets.append(line, 0, firstBlank(line));
      } else {
        line.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> letters.append((char) c));
      }
    }
    try {
      Sequence rna = StructureReader.rna(name, letters.toString());
      if (brackets.isEmpty()) {
        throw new IllegalArgumentException("no line of brackets");
      }
      return Optional.of(
          new StructureRecord(
              new Structure(rna, StructureReader.pairs(rna, brackets.toString())), ""));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          lines.name() + ": line " + start + ": record '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Whether a record begins; a wrapped line of brackets may begin with the same character. */
  private static boolean isHeader(String line, boolean isBegun) {
    return line.startsWith(">")
        && (!isBegun || !line.chars().allMatch(c -> DotBracket.isBracket((char) c)));
  }

  private static boolean isStructure(String line) {
    return line.chars().limit(firstBlank(line)).anyMatch(c -> DotBracket.isBracket((char) c));
  }

  private static int firstBlank(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (Character.isWhitespace(line.charAt(i))) {
        return i;
      }
    }
    return line.length();
  }
}
