package org.ribond.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ribond.cli.options.PlanFile;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The grid of a sweep: lists of values of options of {@code train}, and options with one value. */
public final class SweepGrid {
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)(?:\\+(\\d+))?");
  private static final int MOST_RUNS = 100_000;

  /** Keys of a plan that are the sweep's own. */
  private static final List<String> OWN = List.of("test", "protocols");

  private static final String FOLD = "fold";

  private final SequencedMap<String, List<String>> lists = new LinkedHashMap<>();
  private final SequencedMap<String, List<String>> fixed = new LinkedHashMap<>();
  private final SequencedMap<String, String> own = new LinkedHashMap<>();

  /**
   * Adds what a plan file says. A list is a list of values of the grid; where the option itself is
   * a list, such as {@code hidden}, a list of lists is.
   *
   * @throws DataException if it cannot be read, or a key is no option of {@code train}
   */
  public void addPlan(String file, CommandLine train) {
    for (Map.Entry<String, JsonNode> entry : PlanFile.read(file).properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (OWN.contains(key)) {
        own.put(key, text(value));
        continue;
      }
      if (key.equals("folds") && value.isInt()) {
        addFolds(value.intValue());
        continue;
      }
      OptionSpec option = train.getCommandSpec().findOption("--" + key);
      if (option == null || List.of("plan", "out", "resume", "help").contains(key)) {
        throw new DataException(file + ": '" + key + "' is no option of a sweep's runs");
      }
      boolean isList = option.splitRegex() != null && !option.splitRegex().isEmpty();
      boolean isGrid = value.isArray() && (!isList || (!value.isEmpty() && value.get(0).isArray()));
      if (isGrid) {
        List<String> values = new ArrayList<>();
        value.forEach(element -> values.add(text(element)));
        put(key, values);
      } else if (value.isBoolean()) {
        fixed.put(key, value.booleanValue() ? List.of("--" + key) : List.of());
      } else {
        fixed.put(key, List.of("--" + key, text(value)));
      }
    }
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> elements = new ArrayList<>();
    value.forEach(element -> elements.add(element.asText()));
    return String.join(",", elements);
  }

  /** Adds an option with one value, in the place of what a plan says about it. */
  public void set(String key, String value) {
    lists.remove(key);
    fixed.put(key, List.of("--" + key, value));
  }

  /**
   * Adds the options of {@code parsed} that were given and belong to {@code mixins}.
   *
   * @param mixins objects whose options are those of {@code train}
   */
  public void setGiven(ParseResult parsed, List<Object> mixins) {
    Set<String> names = new HashSet<>();
    for (Object mixin : mixins) {
      CommandSpec.forAnnotatedObject(mixin)
          .options()
          .forEach(option -> names.add(option.longestName()));
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      if (names.contains(option.longestName())) {
        set(option.longestName().substring(2), String.join(",", option.originalStringValues()));
      }
    }
  }

  /**
   * Adds values of an option, such as {@code 3..31+4,47}: numbers, ranges with or without a step,
   * words.
   *
   * @throws UsageException if a range is empty
   */
  public void add(String key, String values) {
    List<String> all = new ArrayList<>();
    for (String value : values.split(",", -1)) {
      Matcher range = RANGE.matcher(value.strip());
      if (!range.matches()) {
        all.add(value.strip());
        continue;
      }
      int first = Integer.parseInt(range.group(1));
      int last = Integer.parseInt(range.group(2));
      int step = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
      if (step < 1 || last < first) {
        throw new UsageException("the range " + value + " is empty");
      }
      for (int number = first; number <= last; number += step) {
        all.add(String.valueOf(number));
      }
    }
    put(key, all);
  }

  /**
   * Adds the folds of a cross-validation, each to be left out by one run.
   *
   * @throws UsageException if they are fewer than two
   */
  public void addFolds(int folds) {
    if (folds < 2 || folds > MOST_RUNS) {
      throw new UsageException("folds " + folds + " must be from 2 to " + MOST_RUNS);
    }
    put(FOLD, IntStream.rangeClosed(1, folds).mapToObj(fold -> fold + "/" + folds).toList());
  }

  /** Whether each run leaves out a fold of the data, to be tested with. */
  public boolean hasFolds() {
    return lists.containsKey(FOLD) || fixed.containsKey(FOLD);
  }

  private void put(String key, List<String> values) {
    if (values.isEmpty() || values.stream().anyMatch(String::isEmpty)) {
      throw new UsageException("the grid's " + key + " has an empty value");
    }
    fixed.remove(key);
    lists.put(key, List.copyOf(values));
  }

  /** What a plan says about the sweep itself, or nothing. */
  public String own(String key, String otherwise) {
    return own.getOrDefault(key, otherwise);
  }

  /** The value that all runs share of an option, or {@code otherwise}. */
  public String shared(String key, String otherwise) {
    return fixed.containsKey(key) ? fixed.get(key).getLast() : otherwise;
  }

  /**
   * All runs, the last list of the grid changing fastest.
   *
   * @throws UsageException if they are too many
   */
  public List<SweepRun> runs() {
    List<String> shared = fixed.values().stream().flatMap(List::stream).toList();
    List<SequencedMap<String, String>> all = new ArrayList<>();
    all.add(new LinkedHashMap<>());
    for (Map.Entry<String, List<String>> entry : lists.entrySet()) {
      List<SequencedMap<String, String>> longer = new ArrayList<>();
      for (SequencedMap<String, String> settings : all) {
        for (String value : entry.getValue()) {
          SequencedMap<String, String> next = new LinkedHashMap<>(settings);
          next.put(entry.getKey(), value);
          longer.add(next);
        }
      }
      if (longer.size() > MOST_RUNS) {
        throw new UsageException("a sweep of more than " + MOST_RUNS + " runs");
      }
      all = longer;
    }
    List<SweepRun> runs = new ArrayList<>();
    for (SequencedMap<String, String> settings : all) {
      runs.add(new SweepRun(runs.size() + 1, settings, shared));
    }
    return runs;
  }
}
