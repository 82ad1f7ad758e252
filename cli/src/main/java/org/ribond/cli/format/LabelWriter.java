package org.ribond.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.predict.LabelPrediction;

/** Writes what a model says of each sequence: a line each, tab-separated or JSON. */
public final class LabelWriter {
  /** Formats. */
  public enum Format {
    /** A table with a header: id, the class, the probability of each; or id and numbers. */
    TSV,
    /** A JSON object a line. */
    JSONL
  }

  private final Writer out;
  private final Format format;
  private final ModelOutputs outputs;

  /** Writes to {@code out}; a table's header at once. */
  public LabelWriter(Writer out, Format format, ModelOutputs outputs) throws IOException {
    this.out = out;
    this.format = format;
    this.outputs = outputs;
    if (format == Format.TSV) {
      List<String> columns = new ArrayList<>(List.of("id"));
      if (outputs instanceof ModelOutputs.Classes) {
        columns.add("class");
      }
      columns.addAll(outputs.names());
      out.write(String.join("\t", columns) + "\n");
    }
  }

  /** Writes one sequence's line. */
  public void write(LabelPrediction prediction) throws IOException {
    switch (format) {
      case TSV -> {
        List<String> cells = new ArrayList<>(List.of(prediction.record().name()));
        if (outputs instanceof ModelOutputs.Classes classes) {
          cells.add(classes.names().get(prediction.best()));
        }
        for (float value : prediction.values()) {
          cells.add(number(value));
        }
        out.write(String.join("\t", cells) + "\n");
      }
      case JSONL -> out.write(Json.line(json(prediction)) + "\n");
    }
  }

  private Map<String, Object> json(LabelPrediction prediction) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", prediction.record().name());
    json.put("length", prediction.record().letters().length());
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      values.put(outputs.names().get(i), prediction.values()[i]);
    }
    switch (outputs) {
      case ModelOutputs.Classes classes -> {
        json.put("class", classes.names().get(prediction.best()));
        json.put("probabilities", values);
      }
      case ModelOutputs.Numbers numbers -> json.put("numbers", values);
    }
    return json;
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
