package org.ribond.engine.fold.structure;

import java.util.Optional;
import org.ribond.engine.file.LineReader;

/** Records of the format bpseq; where places begin again at 1, the next record does. */
final class BpseqParser implements StructureReader.Parser {
  private final LineReader lines;
  private boolean atRecord = true;
  private int number;

  /** Reads from the first base, which {@code lines} stands at. */
  BpseqParser(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public Optional<StructureRecord> next() {
    if (!atRecord) {
      return Optional.empty();
    }
    number++;
    String name = PlaceParser.nameOf(lines) + (number == 1 ? "" : "." + number);
    PlaceParser record = new PlaceParser(lines, name);
    atRecord = false;
    do {
      String line = lines.line().strip();
      if (StructureReader.isPassedOver(line)) {
        continue;
      }
      String[] words = line.split("\\s+", -1);
      if (words[0].equals("1") && record.length() > 0) {
        atRecord = true;
        break;
      }
      if (words.length != 3) {
        throw StructureReader.error(
            lines, name, words.length + " fields; bpseq has place, base and partner");
      }
      record.take(words[0], words[1], words[2]);
    } while (lines.next());
    return Optional.of(record.record());
  }
}
