package org.ribond.engine.embed.data;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.file.DataException;

/** The format of one file, from which transcripts come one at a time. */
interface RowParser {
  /**
   * The next transcript, or empty at the end.
   *
   * @throws DataException if it is broken
   */
  Optional<TranscriptRow> next();

  /** Names of the columns; none if the file is no table. */
  List<String> header();
}
