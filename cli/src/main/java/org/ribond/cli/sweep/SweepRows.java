package org.ribond.cli.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a sweep as a report sees them. */
final class SweepRows {
  private static final Set<String> NOT_SETTINGS =
      Set.of("run", "status", "reason", "arguments", "backend");

  /** Settings that only repeat a run; what differs by them alone is drawn as an error bar. */
  private static final Set<String> REPEATS = Set.of("seed", "fold");

  private final List<SequencedMap<String, String>> all;
  private final List<SequencedMap<String, String>> done;
  private final List<String> settings;
  private final List<String> varied;

  /** Rows of all runs that are over. */
  SweepRows(List<SequencedMap<String, String>> all) {
    this.all = List.copyOf(all);
    done =
        all.stream().filter(row -> SweepFolder.DONE.equals(row.get(SweepFolder.STATUS))).toList();
    settings =
        all.stream()
            .flatMap(row -> row.keySet().stream())
            .filter(key -> !NOT_SETTINGS.contains(key) && !key.contains("_"))
            .distinct()
            .toList();
    varied = settings.stream().filter(key -> values(key).size() > 1).toList();
  }

  /** All runs that are over. */
  List<SequencedMap<String, String>> all() {
    return all;
  }

  /** Runs that were done. */
  List<SequencedMap<String, String>> done() {
    return done;
  }

  /** Names of the settings of the grid: option names, where numbers have an underscore. */
  List<String> settings() {
    return settings;
  }

  /** Settings that the runs differ in besides seed and fold; those two if they are all. */
  List<String> axes() {
    return combined().isEmpty() ? varied : combined();
  }

  /** Settings that the runs differ in besides seed and fold. */
  List<String> combined() {
    return varied.stream().filter(key -> !REPEATS.contains(key)).toList();
  }

  /** Of seed and fold what the runs differ in. */
  List<String> repeats() {
    return varied.stream().filter(REPEATS::contains).toList();
  }

  /** Values of a setting in the runs that were done, in their order. */
  List<String> values(String setting) {
    Set<String> values = new LinkedHashSet<>();
    for (SequencedMap<String, String> row : done) {
      if (row.containsKey(setting)) {
        values.add(row.get(setting));
      }
    }
    return List.copyOf(values);
  }

  /** What runs are ranked by, of what they have. */
  Optional<Measure> merit() {
    return Measure.MERITS.stream()
        .filter(measure -> done.stream().anyMatch(measure::isIn))
        .findFirst();
  }

  /** Runs that were done and have {@code measure}, the best first. */
  List<SequencedMap<String, String>> falling(Measure measure) {
    return done.stream()
        .filter(measure::isIn)
        .sorted(Comparator.comparingDouble(row -> -measure.of(row)))
        .toList();
  }

  /** Runs that were done, those that differ by seed and fold alone together. */
  List<List<SequencedMap<String, String>>> combinations() {
    SequencedMap<String, List<SequencedMap<String, String>>> combinations = new LinkedHashMap<>();
    for (SequencedMap<String, String> row : done) {
      combinations.computeIfAbsent(label(row, ""), key -> new ArrayList<>()).add(row);
    }
    return List.copyOf(combinations.values());
  }

  /**
   * In words, what a run has of the settings that the runs differ in, without {@code axis}, seed
   * and fold; may be empty.
   */
  String label(Map<String, String> row, String axis) {
    return label(row, combined().stream().filter(key -> !key.equals(axis)));
  }

  /** In words, what tells a run from all others; its name if it is the only one. */
  String name(Map<String, String> row) {
    String name = label(row, varied.stream());
    return name.isEmpty() ? row.get("run") : name;
  }

  private static String label(Map<String, String> row, Stream<String> settings) {
    return settings
        .filter(row::containsKey)
        .map(key -> key.equals("activation") ? row.get(key) : words(key) + " " + row.get(key))
        .collect(Collectors.joining(", "));
  }

  /** A setting's name in words. */
  static String words(String setting) {
    return setting.replace('-', ' ');
  }

  /** Whether a setting's value is one number. */
  static boolean isNumber(String value) {
    return value.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
  }
}
