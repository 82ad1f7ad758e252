package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.file.TableReader;

/**
 * Vectors that were made elsewhere: a table with a header line, in its first column the names of
 * transcripts, in all others a number of their vectors.
 */
public final class VectorFile {
  private VectorFile() {}

  /**
   * The vectors of the transcripts, in their order; others in the file are passed over.
   *
   * @throws DataException if the file cannot be read, has a name twice, has something else than a
   *     number, or has no vector for one of the transcripts
   */
  public static FeatureTable read(String file, List<Transcript> transcripts) {
    Map<String, float[]> found = read(file);
    List<float[]> vectors = new ArrayList<>();
    for (Transcript transcript : transcripts) {
      float[] vector = found.get(transcript.name());
      if (vector == null) {
        throw new DataException(file + ": no vector for record '" + transcript.name() + "'");
      }
      vectors.add(vector);
    }
    return FeatureTable.of("vector_", vectors);
  }

  private static Map<String, float[]> read(String file) {
    try (LineReader lines = LineReader.open(file)) {
      if (!lines.next()) {
        throw new DataException(file + ": is empty; expected a table of vectors with a header");
      }
      TableReader table = new TableReader(lines);
      if (table.header().size() < 2) {
        throw table.error("one column alone; expected names and the numbers of vectors");
      }
      Map<String, float[]> found = new HashMap<>();
      while (table.next()) {
        float[] vector = new float[table.header().size() - 1];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = number(table, i + 1);
        }
        if (found.put(table.field(0), vector) != null) {
          throw table.error("record '" + table.field(0) + "' is there twice");
        }
      }
      return found;
    }
  }

  private static float number(TableReader table, int column) {
    String text = table.field(column);
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw table.error(
        "record '"
            + table.field(0)
            + "', column '"
            + table.header().get(column)
            + "': '"
            + text
            + "' is no number");
  }
}
