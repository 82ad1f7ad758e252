package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.file.TableReader;
import org.ribond.engine.label.data.LabelOptions.Target;

/** Records of a table with a header line, as {@link TableReader} reads it. */
final class TableParser implements RecordParser {
  private static final List<String> SEQUENCE_NAMES = List.of("sequence", "seq");
  private static final List<String> LABEL_NAMES = List.of("label", "class", "target");
  private static final List<String> SPLIT_NAMES = List.of("split");
  private static final List<String> ID_NAMES = List.of("id", "name");

  private final TableReader table;
  private final LetterCheck check;
  private final String source;
  private final int sequenceColumn;
  private final List<Integer> labelColumns = new ArrayList<>();
  private final OptionalInt splitColumn;
  private final OptionalInt idColumn;

  /** Reads the header, the line that {@code lines} stands at. */
  TableParser(LineReader lines, LabelOptions options, LetterCheck check) {
    this.check = check;
    source = lines.name();
    table = new TableReader(lines);
    sequenceColumn = table.column(options.sequenceColumn(), SEQUENCE_NAMES, "sequences");
    if (options.target() != Target.NONE) {
      if (options.labelColumns().isEmpty()) {
        labelColumns.add(table.column(Optional.empty(), LABEL_NAMES, "labels"));
      }
      for (String name : options.labelColumns()) {
        labelColumns.add(table.column(name));
      }
    }
    splitColumn =
        options.splitColumn().isPresent()
            ? OptionalInt.of(table.column(options.splitColumn().get()))
            : table.columnOf(SPLIT_NAMES);
    idColumn = table.columnOf(ID_NAMES);
  }

  @Override
  public List<String> labelColumns() {
    return labelColumns.stream().map(table.header()::get).toList();
  }

  @Override
  public Optional<LabelRecord> next() {
    if (!table.next()) {
      return Optional.empty();
    }
    String id = idColumn.isPresent() ? table.field(idColumn.getAsInt()) : "";
    String name = id.isEmpty() ? "row " + table.row() : id;
    StringBuilder letters = new StringBuilder();
    check.take(source, name, table.line(), table.field(sequenceColumn), letters);
    if (letters.isEmpty()) {
      throw table.error("record '" + name + "' has an empty sequence");
    }
    return Optional.of(
        new LabelRecord(
            name,
            letters.toString(),
            labelColumns.stream().map(table::field).toList(),
            splitColumn.isPresent()
                ? Optional.of(part(table.field(splitColumn.getAsInt())))
                : Optional.empty(),
            table.line()));
  }

  private Part part(String word) {
    return Part.of(word)
        .orElseThrow(
            () ->
                table.error(
                    "'" + word + "' is no part of a split; known are train, valid and test"));
  }
}
