package org.ribond.cli.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One run of a sweep.
 *
 * @param number number in the sweep, from 1
 * @param settings what the grid sets: option names without dashes, and their values
 * @param fixed options that all runs share
 */
public record SweepRun(int number, SequencedMap<String, String> settings, List<String> fixed) {
  /** Name of its folder, such as {@code 0003-window-7-seed-1}. */
  public String name() {
    StringBuilder name = new StringBuilder(String.format(Locale.ROOT, "%04d", number));
    settings.forEach((key, value) -> name.append('-').append(key).append('-').append(value));
    return name.toString().replaceAll("[^A-Za-z0-9._-]+", "_");
  }

  /** Its options of {@code train}. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(fixed);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      arguments.add("--" + setting.getKey());
      arguments.add(setting.getValue());
    }
    return arguments;
  }
}
