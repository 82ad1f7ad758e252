package org.ribond.cli.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Data that a run trains or validates with.
 *
 * @param name in words, without the folders of a file
 * @param unit what is counted, such as {@code pairs}
 * @param count how many of them there are
 * @param sha256 hash of their content
 */
public record TrainingInput(String name, String unit, int count, String sha256) {
  /** As it stands in a run's record. */
  Map<String, Object> json() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put(unit, count);
    entry.put("sha256", sha256);
    return entry;
  }
}
