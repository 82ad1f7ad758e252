package org.ribond.engine.embed.data;

import java.util.List;
import org.ribond.engine.file.DataException;

/** A transcript of a file, with all that its row says. Immutable. */
public final class TranscriptRow {
  private final Transcript transcript;
  private final String file;
  private final long line;
  private final List<String> header;
  private final List<String> fields;

  TranscriptRow(
      Transcript transcript, String file, long line, List<String> header, List<String> fields) {
    this.transcript = transcript;
    this.file = file;
    this.line = line;
    this.header = header;
    this.fields = List.copyOf(fields);
  }

  /** The transcript. */
  public Transcript transcript() {
    return transcript;
  }

  /** 1-based line of the file that it begins at. */
  public long line() {
    return line;
  }

  /**
   * What stands in column {@code name}.
   *
   * @throws DataException if the file has no such column, as {@link TranscriptReader#require} says
   */
  public String field(String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw TranscriptReader.missing(file, name, header);
    }
    return fields.get(column);
  }

  /** What is wrong with this row, with file, line and record. */
  public DataException error(String what) {
    return error(file, line, transcript.name(), what);
  }

  static DataException error(String file, long line, String record, String what) {
    return new DataException(file + ": line " + line + ": record '" + record + "': " + what);
  }
}
