package org.ribond.engine.label.data;

import java.util.List;
import java.util.Optional;

/**
 * One sequence of a file.
 *
 * @param name its id, or {@code row N} where the file gives none
 * @param letters its letters in upper case, at least one
 * @param labels its fields of the label columns as they stand in the file; none if not wanted
 * @param part the part it stands on, where the file says so
 * @param line 1-based line that it begins at
 */
public record LabelRecord(
    String name, String letters, List<String> labels, Optional<Part> part, long line) {
  /** Keeps a copy of the labels. */
  public LabelRecord {
    labels = List.copyOf(labels);
  }
}
