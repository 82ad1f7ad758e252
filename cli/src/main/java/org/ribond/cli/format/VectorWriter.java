package org.ribond.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.predict.Neighbours.Neighbour;

/** Writes vectors of transcripts, or their nearest neighbours, a line for each. */
public final class VectorWriter {
  private final Writer out;
  private final boolean isJson;

  /**
   * Writes to {@code out}, which remains the caller's.
   *
   * @param isJson whether as JSON objects; else with tabs between
   */
  public VectorWriter(Writer out, boolean isJson) {
    this.out = out;
    this.isJson = isJson;
  }

  /** The heading of vectors of so many numbers. */
  public void heading(int width) throws IOException {
    if (!isJson) {
      StringJoiner line = new StringJoiner("\t");
      line.add("id");
      for (int i = 1; i <= width; i++) {
        line.add("v" + i);
      }
      out.write(line + "\n");
    }
  }

  /** A vector. */
  public void vector(Transcript transcript, float[] vector) throws IOException {
    if (isJson) {
      Map<String, Object> entry = entry(transcript);
      entry.put("vector", vector);
      out.write(Json.line(entry) + "\n");
      return;
    }
    StringBuilder line = new StringBuilder(transcript.name());
    for (float value : vector) {
      line.append('\t').append(value);
    }
    out.write(line.append('\n').toString());
  }

  /** The heading of neighbours. */
  public void neighbourHeading() throws IOException {
    if (!isJson) {
      out.write("id\trank\tneighbour\tcosine\n");
    }
  }

  /** The neighbours of a transcript among those of the names {@code names}, the nearest first. */
  public void neighbours(Transcript transcript, List<Neighbour> nearest, List<String> names)
      throws IOException {
    if (isJson) {
      Map<String, Object> entry = entry(transcript);
      entry.put(
          "neighbours",
          nearest.stream()
              .map(
                  each -> {
                    Map<String, Object> neighbour = new LinkedHashMap<>();
                    neighbour.put("id", names.get(each.index()));
                    neighbour.put("cosine", each.cosine());
                    return neighbour;
                  })
              .toList());
      out.write(Json.line(entry) + "\n");
      return;
    }
    for (int rank = 0; rank < nearest.size(); rank++) {
      Neighbour each = nearest.get(rank);
      out.write(
          String.join(
                  "\t",
                  transcript.name(),
                  String.valueOf(rank + 1),
                  names.get(each.index()),
                  String.valueOf((float) each.cosine()))
              + "\n");
    }
  }

  private static Map<String, Object> entry(Transcript transcript) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", transcript.name());
    entry.put("length", transcript.length());
    return entry;
  }
}
