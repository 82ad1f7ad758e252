package org.ribond.engine.fold.structure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Sequence;

/** A record whose lines say place, base and place of the partner, as ct and bpseq do. */
final class PlaceParser {
  private final LineReader lines;
  private final String record;
  private final StringBuilder letters = new StringBuilder();
  private final List<Integer> partners = new ArrayList<>();

  PlaceParser(LineReader lines, String record) {
    this.lines = lines;
    this.record = record;
  }

  /** What the file is called, without folder and ending: the name of its one record. */
  static String nameOf(LineReader lines) {
    Path file = Path.of(lines.name()).getFileName();
    return file == null ? lines.name() : file.toString().replaceFirst("(\\.\\w+)?(\\.gz)?$", "");
  }

  /** A whole number. */
  int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw StructureReader.error(lines, record, "'" + word + "' is no whole number");
    }
  }

  /** Takes the line of the next base. */
  void take(String place, String base, String partner) {
    if (number(place) != letters.length() + 1) {
      throw StructureReader.error(
          lines, record, "base " + place + " where base " + (letters.length() + 1) + " should be");
    }
    if (base.length() != 1) {
      throw StructureReader.error(lines, record, "'" + base + "' is no base");
    }
    int other = number(partner);
    if (other < 0) {
      throw StructureReader.error(lines, record, "base " + place + " pairs with " + other);
    }
    if (other == letters.length() + 1) {
      throw StructureReader.error(lines, record, "base " + place + " pairs with itself");
    }
    letters.append(base);
    partners.add(other);
  }

  int length() {
    return letters.length();
  }

  /**
   * The record.
   *
   * @throws org.ribond.engine.file.DataException if a base's partner has another one, or none
   */
  StructureRecord record() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < partners.size(); i++) {
      int partner = partners.get(i) - 1;
      if (partner < 0) {
        continue;
      }
      if (partner >= partners.size()) {
        throw StructureReader.error(
            lines,
            record,
            "base " + (i + 1) + " pairs with " + (partner + 1) + " of " + partners.size());
      }
      if (partners.get(partner) - 1 != i) {
        throw StructureReader.error(
            lines,
            record,
            "base "
                + (i + 1)
                + " pairs with "
                + (partner + 1)
                + ", but "
                + (partner + 1)
                + (partners.get(partner) == 0 ? " with none" : " with " + partners.get(partner)));
      }
      pairs.add(Pair.of(i, partner));
    }
    try {
      Sequence rna = StructureReader.rna(record, letters.toString());
      return new StructureRecord(new Structure(rna, pairs), "");
    } catch (IllegalArgumentException e) {
      throw StructureReader.error(lines, record, e.getMessage());
    }
  }
}
