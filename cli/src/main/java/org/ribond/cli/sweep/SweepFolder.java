package org.ribond.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.ribond.cli.format.Json;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;

/**
 * The folder of a sweep: one folder a run, with its model, its files and, once it is over, {@code
 * row.json}; and {@code results.tsv}, the rows of all runs that are over.
 *
 * @param path the folder
 */
public record SweepFolder(Path path) {
  public static final String STATUS = "status";
  static final String DONE = "done";
  public static final String FAILED = "failed";
  public static final String REASON = "reason";
  private static final String RUN = "run";
  private static final String ARGUMENTS = "arguments";
  private static final String ROW = "row.json";

  Path of(SweepRun run) {
    return path.resolve(run.name());
  }

  Path model(SweepRun run) {
    return of(run).resolve("model.safetensors");
  }

  /** The table of all runs that are over. */
  public Path results() {
    return path.resolve("results.tsv");
  }

  /**
   * The row of a run that is over.
   *
   * @throws DataException if it cannot be read, or is that of a run with other options
   */
  public Optional<SequencedMap<String, String>> row(SweepRun run) {
    Path file = of(run).resolve(ROW);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    SequencedMap<String, String> row = read(file);
    if (!String.join(" ", run.arguments()).equals(row.get(ARGUMENTS))) {
      throw new DataException(
          file + ": is of a run with other options: give the sweep another folder with --out");
    }
    return Optional.of(row);
  }

  /** Rows of all runs in the folder that are over, in the order of their names. */
  public List<SequencedMap<String, String>> rows() {
    if (!Files.isDirectory(path)) {
      throw new DataException(path + ": no such folder of a sweep");
    }
    try (var folders = Files.list(path)) {
      return folders
          .map(folder -> folder.resolve(ROW))
          .filter(Files::exists)
          .sorted()
          .map(SweepFolder::read)
          .toList();
    } catch (IOException e) {
      throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static SequencedMap<String, String> read(Path file) {
    try {
      SequencedMap<String, String> row = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          new ObjectMapper().readTree(file.toFile()).properties()) {
        row.put(entry.getKey(), entry.getValue().asText());
      }
      return row;
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Keeps the row of a run that is over. */
  void write(SweepRun run, String status, Map<String, String> numbers) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put(RUN, run.name());
    row.put(STATUS, status);
    row.putAll(run.settings());
    row.putAll(numbers);
    row.put(ARGUMENTS, String.join(" ", run.arguments()));
    byte[] text = (Json.pretty(row) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(of(run).resolve(ROW), out -> out.write(text));
  }

  /** Writes {@code results.tsv} anew: a column for each key that any row has. */
  public synchronized void collect() {
    List<SequencedMap<String, String>> rows = rows();
    Set<String> columns = new LinkedHashSet<>(List.of(RUN, STATUS));
    rows.forEach(row -> columns.addAll(row.keySet()));
    columns.remove(ARGUMENTS);
    columns.remove(REASON);
    List<String> ordered = new ArrayList<>(columns);
    ordered.add(REASON);
    ordered.add(ARGUMENTS);
    StringBuilder table = new StringBuilder(String.join("\t", ordered)).append('\n');
    for (Map<String, String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (String column : ordered) {
        cells.add(row.getOrDefault(column, "").replaceAll("\\s", " "));
      }
      table.append(String.join("\t", cells)).append('\n');
    }
    byte[] text = table.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(results(), out -> out.write(text));
  }
}
