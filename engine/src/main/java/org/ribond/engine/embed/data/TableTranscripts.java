package org.ribond.engine.embed.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.file.TableReader;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.LetterCheck;
import org.ribond.engine.sequence.Sequence;

/** Transcripts of a table with a header line, as {@link TableReader} reads it. */
final class TableTranscripts implements RowParser {
  private static final List<String> SEQUENCE_NAMES = List.of("sequence", "seq");
  private static final List<String> PART_NAMES = List.of("utr5", "cds", "utr3");
  private static final List<String> NAMES = List.of("id", "name", "transcript", "accession");
  private static final List<String> GROUP_NAMES = List.of("group");
  private static final String CODING_PART = "cds";
  private static final int CODON = 3;

  private final String file;
  private final TableReader table;
  private final boolean partialCodons;
  private final List<Integer> parts;
  private final OptionalInt name;
  private final OptionalInt group;

  /** The joined column that is the coding region. */
  private final OptionalInt codingPart;

  /** The column of the places of the coding region. */
  private final OptionalInt codingPlaces;

  private final OptionalInt exons;

  /** Reads the header, the line that {@code lines} stands at. */
  TableTranscripts(LineReader lines, TranscriptColumns columns) {
    file = lines.name();
    table = new TableReader(lines);
    partialCodons = columns.partialCodons();
    if (columns.groupPattern().isPresent()) {
      throw new DataException(
          file + ": is a table; a pattern finds groups in FASTA headers, here name their column");
    }
    parts = parts(columns);
    name = columns.name().map(this::column).orElseGet(() -> table.columnOf(NAMES));
    group = columns.group().map(this::column).orElseGet(() -> table.columnOf(GROUP_NAMES));
    exons = columns.exons().map(this::column).orElseGet(OptionalInt::empty);
    OptionalInt coding =
        columns
            .cds()
            .map(this::column)
            .orElseGet(
                () -> {
                  OptionalInt usual = table.columnOf(List.of(CODING_PART));
                  return usual.isPresent() && parts.contains(usual.getAsInt())
                      ? usual
                      : OptionalInt.empty();
                });
    boolean isPart = coding.isPresent() && parts.contains(coding.getAsInt());
    codingPart = isPart ? coding : OptionalInt.empty();
    codingPlaces = isPart ? OptionalInt.empty() : coding;
  }

  private OptionalInt column(String named) {
    return OptionalInt.of(table.column(named));
  }

  private List<Integer> parts(TranscriptColumns columns) {
    if (!columns.sequence().isEmpty()) {
      return columns.sequence().stream().map(table::column).toList();
    }
    OptionalInt whole = table.columnOf(SEQUENCE_NAMES);
    if (whole.isPresent()) {
      return List.of(whole.getAsInt());
    }
    List<Integer> found =
        PART_NAMES.stream()
            .map(part -> table.columnOf(List.of(part)))
            .filter(OptionalInt::isPresent)
            .map(OptionalInt::getAsInt)
            .toList();
    if (found.isEmpty()) {
      throw table.error(
          "no column of sequences (sequence, seq, or utr5, cds and utr3); there are: "
              + String.join(", ", table.header()));
    }
    return found;
  }

  @Override
  public List<String> header() {
    return table.header();
  }

  @Override
  public Optional<TranscriptRow> next() {
    if (!table.next()) {
      return Optional.empty();
    }
    String id = name.isPresent() ? table.field(name.getAsInt()) : "";
    String record = id.isEmpty() ? "row " + table.row() : id;
    StringBuilder letters = new StringBuilder();
    Optional<Span> coding = Optional.empty();
    for (int part : parts) {
      int start = letters.length();
      append(record, part, letters);
      if (codingPart.isPresent() && part == codingPart.getAsInt() && letters.length() > start) {
        coding = Optional.of(new Span(start, letters.length()));
      }
    }
    if (letters.isEmpty()) {
      throw error(record, "its sequence is empty");
    }
    Optional<String> suspicion = LetterCheck.suspicion(Alphabet.RNA, letters);
    if (suspicion.isPresent()) {
      throw error(record, suspicion.get());
    }
    if (codingPlaces.isPresent() && !table.field(codingPlaces.getAsInt()).isEmpty()) {
      coding = Optional.of(coding(record, table.field(codingPlaces.getAsInt()), letters.length()));
    }
    if (!partialCodons && coding.isPresent() && coding.get().length() % CODON != 0) {
      throw error(
          record,
          "its coding region of " + coding.get().length() + " bases is no multiple of three");
    }
    Transcript transcript =
        new Transcript(
            new Sequence(record, Alphabet.RNA, letters.toString()),
            coding,
            exonEnds(record, letters.length()),
            group(record));
    List<String> fields = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      fields.add(table.field(column));
    }
    return Optional.of(new TranscriptRow(transcript, file, table.line(), table.header(), fields));
  }

  private void append(String record, int column, StringBuilder letters) {
    String text = table.field(column);
    int blanks = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (Character.isWhitespace(letter)) {
        blanks++;
        continue;
      }
      if (Alphabet.RNA.code(letter) < 0) {
        throw error(
            record,
            "column '"
                + table.header().get(column)
                + "', position "
                + (i + 1 - blanks)
                + ": "
                + LetterCheck.complaint(Alphabet.RNA, letter));
      }
      letters.append(letter);
    }
  }

  private Span coding(String record, String text, int length) {
    try {
      return Places.span(text, length);
    } catch (IllegalArgumentException e) {
      throw new DataException(error(record, "coding region " + e.getMessage()).getMessage(), e);
    }
  }

  private List<Integer> exonEnds(String record, int length) {
    if (exons.isEmpty()) {
      return List.of();
    }
    try {
      return Places.exonEnds(table.field(exons.getAsInt()), length);
    } catch (IllegalArgumentException e) {
      throw new DataException(error(record, "exon " + e.getMessage()).getMessage(), e);
    }
  }

  private Optional<String> group(String record) {
    if (group.isEmpty()) {
      return Optional.empty();
    }
    String text = table.field(group.getAsInt());
    if (text.isEmpty()) {
      throw error(
          record, "its group is empty in column '" + table.header().get(group.getAsInt()) + "'");
    }
    return Optional.of(text);
  }

  private DataException error(String record, String what) {
    return TranscriptRow.error(file, table.line(), record, what);
  }
}
