package org.ribond.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The rows of a sweep as a report sees them.
 *
 * @param all all runs that are over
 */
record SweepRows(List<SequencedMap<String, String>> all) {
  private static final Set<String> NOT_SETTINGS =
      Set.of("run", "status", "reason", "arguments", "backend");

  /** Settings that only repeat a run; what differs by them alone is drawn as an error bar. */
  private static final Set<String> REPEATS = Set.of("seed", "fold");

  /** Runs that were done. */
  List<SequencedMap<String, String>> done() {
    return all.stream()
        .filter(row -> SweepFolder.DONE.equals(row.get(SweepFolder.STATUS)))
        .toList();
  }

  /** Names of the settings of the grid: option names, where numbers have an underscore. */
  List<String> settings() {
    Set<String> settings = new LinkedHashSet<>();
    for (SequencedMap<String, String> row : all) {
      for (String key : row.keySet()) {
        if (!NOT_SETTINGS.contains(key) && !key.contains("_")) {
          settings.add(key);
        }
      }
    }
    return List.copyOf(settings);
  }

  /** Settings that the runs differ in besides seed and fold; those two if they are all. */
  List<String> axes() {
    List<String> varied = settings().stream().filter(key -> values(key).size() > 1).toList();
    List<String> axes = varied.stream().filter(key -> !REPEATS.contains(key)).toList();
    return axes.isEmpty() ? varied : axes;
  }

  /** Values of a setting in the runs that were done, in their order. */
  List<String> values(String setting) {
    Set<String> values = new LinkedHashSet<>();
    for (SequencedMap<String, String> row : done()) {
      if (row.containsKey(setting)) {
        values.add(row.get(setting));
      }
    }
    return List.copyOf(values);
  }

  /** What a run's settings are besides {@code axis}, seed and fold, in words; may be empty. */
  String label(SequencedMap<String, String> row, String axis) {
    List<String> parts = new ArrayList<>();
    for (String key : settings()) {
      if (!REPEATS.contains(key) && !key.equals(axis) && row.containsKey(key)) {
        parts.add(key.equals("activation") ? row.get(key) : key + " " + row.get(key));
      }
    }
    return String.join(", ", parts);
  }
}
