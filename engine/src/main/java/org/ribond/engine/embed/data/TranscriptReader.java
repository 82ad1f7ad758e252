package org.ribond.engine.embed.data;

import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;

/**
 * Reads the transcripts of a file one at a time, keeping none: FASTA if the first line that is not
 * blank begins with {@code >}, else a table (TSV or CSV) with a header. Whatever is wrong is a
 * {@link DataException} with file, line and record. Not safe for use by several threads.
 */
public final class TranscriptReader implements Iterator<TranscriptRow>, AutoCloseable {
  private final LineReader lines;
  private final RowParser parser;
  private Optional<TranscriptRow> upcoming;

  /** Whether the row in {@code upcoming} has been given out, so that the next is to be read. */
  private boolean taken;

  /** Reads {@code in}, which {@link #close} closes; {@code name} is for messages. */
  public TranscriptReader(String name, InputStream in, TranscriptColumns columns) {
    this(new LineReader(name, in), columns);
  }

  private TranscriptReader(LineReader lines, TranscriptColumns columns) {
    this.lines = lines;
    do {
      if (!lines.next()) {
        throw new DataException(
            lines.name() + ": is empty; expected FASTA records or a table with a header");
      }
    } while (lines.line().isBlank());
    parser =
        lines.line().startsWith(">")
            ? new FastaTranscripts(lines, columns)
            : new TableTranscripts(lines, columns);
    upcoming = parser.next();
    if (upcoming.isEmpty()) {
      throw new DataException(lines.name() + ": holds a header but no record");
    }
  }

  /**
   * Opens a file, or the standard input under the name {@code -}; gzip is known by content.
   *
   * @throws DataException if it cannot be read, holds no record or lacks a column
   */
  public static TranscriptReader open(String name, TranscriptColumns columns) {
    LineReader lines = LineReader.open(name);
    try {
      return new TranscriptReader(lines, columns);
    } catch (DataException e) {
      lines.close();
      throw e;
    }
  }

  /** Names of the columns; none if the file is FASTA. */
  public List<String> header() {
    return parser.header();
  }

  /**
   * Checks that there is a column {@code name}.
   *
   * @throws DataException if there is none, saying which there are
   */
  public void require(String name) {
    if (!header().contains(name)) {
      throw missing(lines.name(), name, header());
    }
  }

  static DataException missing(String file, String name, List<String> header) {
    return new DataException(
        file
            + (header.isEmpty()
                ? ": is FASTA, which has no column '" + name + "'; give a table"
                : ": no column '" + name + "'; there are: " + String.join(", ", header)));
  }

  /**
   * Whether there is another row, which is read now.
   *
   * @throws DataException if it is broken; those before it have been given out
   */
  @Override
  public boolean hasNext() {
    if (taken) {
      upcoming = parser.next();
      taken = false;
    }
    return upcoming.isPresent();
  }

  /**
   * The next row.
   *
   * @throws DataException if it is broken
   * @throws NoSuchElementException if there is none
   */
  @Override
  public TranscriptRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record left in " + lines.name());
    }
    taken = true;
    return upcoming.orElseThrow();
  }

  @Override
  public void close() {
    lines.close();
  }
}
