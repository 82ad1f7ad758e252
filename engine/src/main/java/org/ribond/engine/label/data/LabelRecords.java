package org.ribond.engine.label.data;

import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;

/**
 * Reads the sequences of a file one at a time, keeping none: FASTA if the first line that is not
 * blank begins with {@code >}, else a table (TSV or CSV) with a header. Whatever is wrong is a
 * {@link DataException} with file, line and record. Not safe for use by several threads.
 */
public final class LabelRecords implements Iterator<LabelRecord>, AutoCloseable {
  private final LineReader lines;
  private final LetterCheck check;
  private final RecordParser parser;
  private Optional<LabelRecord> upcoming;

  /** Whether the record in {@code upcoming} has been given out, so that the next is to be read. */
  private boolean taken;

  /** Reads {@code in}; {@code name} is for messages. */
  public LabelRecords(String name, InputStream in, LabelOptions options) {
    this(new LineReader(name, in), options, new LetterCheck(options.molecule()), "");
  }

  /** Reads records whose label is {@code fileLabel} unless that is empty. */
  LabelRecords(LineReader lines, LabelOptions options, LetterCheck check, String fileLabel) {
    this.lines = lines;
    this.check = check;
    do {
      if (!lines.next()) {
        throw new DataException(
            lines.name() + ": is empty; expected FASTA records or a table with a header");
      }
    } while (lines.line().isBlank());
    boolean fasta = lines.line().startsWith(">");
    if (!fasta && !fileLabel.isEmpty()) {
      throw new DataException(
          lines.name() + ": line " + lines.number() + ": expected FASTA, one file a class");
    }
    parser =
        fasta
            ? new FastaParser(
                lines, options, check, Optional.of(fileLabel).filter(label -> !label.isEmpty()))
            : new TableParser(lines, options, check);
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
  public static LabelRecords open(String name, LabelOptions options) {
    LineReader lines = LineReader.open(name);
    return opened(lines, options, new LetterCheck(options.molecule()), "");
  }

  static LabelRecords opened(
      LineReader lines, LabelOptions options, LetterCheck check, String fileLabel) {
    try {
      return new LabelRecords(lines, options, check, fileLabel);
    } catch (DataException e) {
      lines.close();
      throw e;
    }
  }

  /** Names of the columns of {@link LabelRecord#labels()}. */
  public List<String> labelColumns() {
    return parser.labelColumns();
  }

  /**
   * Whether there is another record, which is read now.
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
   * The next record.
   *
   * @throws DataException if it is broken
   * @throws NoSuchElementException if there is none
   */
  @Override
  public LabelRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record left in " + lines.name());
    }
    taken = true;
    return upcoming.orElseThrow();
  }

  /**
   * What the letters of all records read so far stand for.
   *
   * @throws DataException if that was not told and a letter does not fit the rest
   */
  Molecule molecule() {
    return check.molecule();
  }

  @Override
  public void close() {
    lines.close();
  }
}
