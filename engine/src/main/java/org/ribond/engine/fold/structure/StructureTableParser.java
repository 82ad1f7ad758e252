package org.ribond.engine.fold.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.file.TableReader;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Sequence;

/** Records of a table with a header line. */
final class StructureTableParser implements StructureReader.Parser {
  private static final List<String> SEQUENCES = List.of("sequence", "seq");
  private static final List<String> STRUCTURES = List.of("structure", "dot_bracket", "dbn");
  private static final List<String> PAIRS = List.of("pairs_1based");
  private static final List<String> PARTS = List.of("split", "part", "set");
  private static final List<String> NAMES = List.of("id", "name");

  private final TableReader table;
  private final int sequences;
  private final OptionalInt pairs;
  private final int structures;
  private final OptionalInt parts;
  private final OptionalInt names;

  /** Reads the header, the line that {@code lines} stands at. */
  StructureTableParser(LineReader lines) {
    table = new TableReader(lines);
    sequences = table.column(Optional.empty(), SEQUENCES, "sequences");
    pairs = table.columnOf(PAIRS);
    structures = pairs.orElseGet(() -> table.column(Optional.empty(), STRUCTURES, "structures"));
    parts = table.columnOf(PARTS);
    names = table.columnOf(NAMES);
  }

  @Override
  public Optional<StructureRecord> next() {
    if (!table.next()) {
      return Optional.empty();
    }
    String id = names.isPresent() ? table.field(names.getAsInt()) : "";
    String name = id.isEmpty() ? "row " + table.row() : id;
    String part = parts.isPresent() ? table.field(parts.getAsInt()) : "";
    String list = table.field(structures);
    try {
      Sequence rna = StructureReader.rna(name, table.field(sequences));
      List<Pair> found = pairs.isPresent() ? listed(list) : StructureReader.pairs(rna, list);
      return Optional.of(new StructureRecord(new Structure(rna, found), part));
    } catch (IllegalArgumentException e) {
      throw table.error("record '" + name + "': " + e.getMessage());
    }
  }

  private static List<Pair> listed(String list) {
    List<Pair> found = new ArrayList<>();
    for (String each : list.isEmpty() ? new String[0] : list.split(";", -1)) {
      String[] places = each.split("-", 2);
      try {
        found.add(Pair.of(Integer.parseInt(places[0]) - 1, Integer.parseInt(places[1]) - 1));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException("'" + each + "' is no pair such as 3-17", e);
      }
    }
    return found;
  }
}
