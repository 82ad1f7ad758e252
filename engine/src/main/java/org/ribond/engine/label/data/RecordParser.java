package org.ribond.engine.label.data;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.file.DataException;

/** The format of one file, from which records come one at a time. */
interface RecordParser {
  /**
   * The next record, or empty at the end.
   *
   * @throws DataException if it is broken
   */
  Optional<LabelRecord> next();

  /** Names of the columns that the labels of the records come from; empty if they have none. */
  List<String> labelColumns();
}
