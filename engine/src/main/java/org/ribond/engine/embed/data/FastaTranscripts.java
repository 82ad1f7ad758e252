package org.ribond.engine.embed.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.FastaReader;
import org.ribond.engine.sequence.Sequence;

/** Transcripts of a FASTA file, with the group from the header where a pattern finds it. */
final class FastaTranscripts implements RowParser {
  private final String file;
  private final FastaReader reader;
  private final Optional<Pattern> pattern;

  /** Reads from the header that {@code lines} stands at. */
  FastaTranscripts(LineReader lines, TranscriptColumns columns) {
    file = lines.name();
    pattern = columns.groupPattern();
    columns.sequence().forEach(this::refuse);
    columns.name().ifPresent(this::refuse);
    columns.group().ifPresent(this::refuse);
    columns.cds().ifPresent(this::refuse);
    columns.exons().ifPresent(this::refuse);
    reader = new FastaReader(lines, Alphabet.RNA);
  }

  private void refuse(String column) {
    throw TranscriptReader.missing(file, column, List.of());
  }

  @Override
  public List<String> header() {
    return List.of();
  }

  @Override
  public Optional<TranscriptRow> next() {
    if (!reader.hasNext()) {
      return Optional.empty();
    }
    Sequence sequence = reader.next();
    Transcript transcript =
        new Transcript(
            sequence,
            Optional.empty(),
            List.of(),
            pattern.map(found -> group(found, sequence.name())));
    return Optional.of(new TranscriptRow(transcript, file, reader.line(), List.of(), List.of()));
  }

  private String group(Pattern found, String record) {
    Matcher matcher = found.matcher(reader.header());
    if (matcher.find() && matcher.group(1) != null && !matcher.group(1).isBlank()) {
      return matcher.group(1).strip();
    }
    throw new DataException(
        file
            + ": line "
            + reader.line()
            + ": record '"
            + record
            + "' has no group in its header that '"
            + found
            + "' would find");
  }
}
