package org.ribond.engine.fold.structure;

import java.util.Optional;
import org.ribond.engine.file.LineReader;

/** Records of the connectivity table, ct. */
final class CtParser implements StructureReader.Parser {
  private static final int FIELDS = 6;

  private final LineReader lines;
  private boolean atRecord = true;

  /** Reads from the first header, which {@code lines} stands at. */
  CtParser(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public Optional<StructureRecord> next() {
    if (!atRecord) {
      return Optional.empty();
    }
    String[] header = lines.line().strip().split("\\s+", -1);
    String name = header.length > 1 ? header[header.length - 1] : PlaceParser.nameOf(lines);
    PlaceParser record = new PlaceParser(lines, name);
    int length = record.number(header[0]);
    while (record.length() < length) {
      if (!lines.next()) {
        throw StructureReader.error(
            lines, name, "ends after " + record.length() + " of " + length + " bases");
      }
      String line = lines.line().strip();
      if (StructureReader.isPassedOver(line)) {
        continue;
      }
      String[] words = line.split("\\s+", -1);
      if (words.length < FIELDS) {
        throw StructureReader.error(
            lines,
            name,
            words.length
                + " fields; ct has place, base, place before, place after, partner, place");
      }
      record.take(words[0], words[1], words[4]);
    }
    StructureRecord read = record.record();
    do {
      atRecord = lines.next();
    } while (atRecord && StructureReader.isPassedOver(lines.line()));
    return Optional.of(read);
  }
}
