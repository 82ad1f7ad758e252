package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.embed.data.TranscriptRow;
import org.ribond.engine.file.DataException;

/** Reads transcripts with targets, row by row. Not safe for use by several threads. */
public final class ProbeDataReader {
  private final ProbeColumns columns;
  private final List<Transcript> transcripts = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private final List<Float> values = new ArrayList<>();
  private final List<float[]> numbers = new ArrayList<>();
  private final Map<String, Integer> groupNumbers = new HashMap<>();
  private final List<Integer> groups = new ArrayList<>();
  private final BitSet tested = new BitSet();
  private int groupCount;
  private int unmeasured;
  private int others;

  private ProbeDataReader(ProbeColumns columns) {
    this.columns = columns;
  }

  /**
   * All rows of {@code reader} that are wanted and measured; {@code file} is for messages.
   *
   * @throws DataException if a column is missing, a field is not what it should be, nothing is
   *     measured, all classes are the same, or one side of the split is empty
   */
  public static ProbeData read(String file, TranscriptReader reader, ProbeColumns columns) {
    reader.require(columns.target());
    columns.split().ifPresent(reader::require);
    columns.only().keySet().stream().sorted().forEach(reader::require);
    columns.numbers().forEach(reader::require);
    ProbeDataReader rows = new ProbeDataReader(columns);
    reader.forEachRemaining(rows::add);
    return rows.build(file);
  }

  private void add(TranscriptRow row) {
    for (Map.Entry<String, String> wanted : columns.only().entrySet()) {
      if (!row.field(wanted.getKey()).equals(wanted.getValue())) {
        others++;
        return;
      }
    }
    String target = row.field(columns.target());
    if (target.isEmpty() || (!columns.isClass() && isMissing(target))) {
      unmeasured++;
      return;
    }
    if (columns.isClass()) {
      classes.add(target);
    } else {
      values.add(target(row, target));
    }
    columns.split().ifPresent(split -> tested.set(transcripts.size(), isTest(row, split)));
    Transcript transcript = row.transcript();
    groups.add(
        transcript.group().isPresent()
            ? groupNumbers.computeIfAbsent(transcript.group().get(), name -> groupCount++)
            : Integer.valueOf(groupCount++));
    transcripts.add(transcript);
    float[] more = new float[columns.numbers().size()];
    for (int i = 0; i < more.length; i++) {
      String text = row.field(columns.numbers().get(i));
      more[i] = isMissing(text) ? Float.NaN : number(row, columns.numbers().get(i), text);
    }
    numbers.add(more);
  }

  private static boolean isMissing(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "", "NA", "NAN" -> true;
      default -> false;
    };
  }

  private float target(TranscriptRow row, String text) {
    float value = number(row, columns.target(), text);
    if (!columns.logarithm()) {
      return value;
    }
    if (value <= 0) {
      throw row.error("column '" + columns.target() + "': " + text + " has no logarithm");
    }
    return (float) Math.log(value);
  }

  private static float number(TranscriptRow row, String column, String text) {
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw row.error("column '" + column + "': '" + text + "' is no number");
  }

  private static boolean isTest(TranscriptRow row, String split) {
    String word = row.field(split);
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "train", "training", "valid", "validation", "val", "dev" -> false;
      case "test" -> true;
      default ->
          throw row.error(
              "column '"
                  + split
                  + "': '"
                  + word
                  + "' is no part of a split; known are train, valid and test");
    };
  }

  private ProbeData build(String file) {
    if (transcripts.isEmpty()) {
      throw new DataException(
          file
              + ": no row to probe: "
              + others
              + " are ruled out, "
              + unmeasured
              + " have nothing in column '"
              + columns.target()
              + "'");
    }
    int tests = tested.cardinality();
    if (columns.split().isPresent() && (tests == 0 || tests == transcripts.size())) {
      throw new DataException(
          file
              + ": "
              + (tests == 0 ? "no row to test on" : "no row to train on")
              + " among "
              + transcripts.size()
              + ", says column '"
              + columns.split().get()
              + "'");
    }
    return new ProbeData(
        transcripts,
        columns.isClass() ? classes(file) : numbers(),
        groups.stream().mapToInt(Integer::intValue).toArray(),
        tested,
        FeatureTable.of("column_", numbers),
        unmeasured,
        others);
  }

  private Targets numbers() {
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return new Targets.Numbers(all);
  }

  private Targets classes(String file) {
    List<String> names = List.copyOf(new TreeSet<>(classes));
    if (names.size() < 2) {
      throw new DataException(
          file + ": all rows are of class '" + names.getFirst() + "'; needed are two or more");
    }
    return new Targets.Classes(names, classes.stream().mapToInt(names::indexOf).toArray());
  }
}
