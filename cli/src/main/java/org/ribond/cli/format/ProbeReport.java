package org.ribond.cli.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.ProbeResult;
import org.ribond.engine.embed.probe.ProbeScore;
import org.ribond.engine.embed.probe.Targets;

/** Writes what came of a probe: a table with a row for each features and share, or JSON. */
public final class ProbeReport {
  private final String file;
  private final String label;
  private final ProbeData data;
  private final List<ProbeResult> results;

  /**
   * A report.
   *
   * @param file the data's name
   * @param label the column that was told
   * @param results at least one
   */
  public ProbeReport(String file, String label, ProbeData data, List<ProbeResult> results) {
    this.file = file;
    this.label = label;
    this.data = data;
    this.results = List.copyOf(results);
  }

  /** The table, tab-separated; what is undefined is empty. */
  public String table() {
    StringBuilder text = new StringBuilder("features\tcolumns\tfraction\tdraws\ttrain\ttest");
    heading(text, "", results.getFirst().scores());
    results
        .getFirst()
        .unseen()
        .ifPresent(
            unseen -> {
              text.append("\tunseen");
              heading(text, "unseen_", results.getFirst().scores());
            });
    for (ProbeResult result : results) {
      text.append('\n').append(result.features());
      text.append('\t').append(result.columns()).append('\t').append(share(result.fraction()));
      text.append('\t').append(result.draws()).append('\t').append(Math.round(result.train()));
      text.append('\t').append(result.test());
      append(text, result.scores());
      result
          .unseen()
          .ifPresent(
              unseen -> {
                text.append('\t').append(unseen.test());
                append(text, unseen.scores());
                if (unseen.scores().isEmpty()) {
                  text.append("\t".repeat(3 * result.scores().size()));
                }
              });
    }
    return text.toString();
  }

  private static void heading(StringBuilder text, String before, List<ProbeScore> scores) {
    for (ProbeScore score : scores) {
      text.append(
          String.format(Locale.ROOT, "\t%1$s\t%1$s_lower\t%1$s_upper", before + score.name()));
    }
  }

  private static void append(StringBuilder text, List<ProbeScore> scores) {
    for (ProbeScore score : scores) {
      text.append('\t').append(number(score.value()));
      text.append('\t').append(number(score.interval().lower()));
      text.append('\t').append(number(score.interval().upper()));
    }
  }

  private static String share(double fraction) {
    return fraction == 1 ? "1" : Double.toString(fraction);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "";
  }

  /** The same with more digits and what was probed. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "probe");
    json.put("data", file);
    json.put("label", label);
    json.put("target", data.targets() instanceof Targets.Classes ? "class" : "number");
    if (data.targets() instanceof Targets.Classes classes) {
      json.put("classes", classes.names());
    }
    json.put("transcripts", data.size());
    json.put("groups", data.groupCount());
    json.put("unmeasured", data.unmeasured());
    json.put("results", results.stream().map(ProbeReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(ProbeResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("features", result.features());
    json.put("columns", result.columns());
    json.put("fraction", result.fraction());
    json.put("draws", result.draws());
    json.put("train", result.train());
    json.put("test", result.test());
    put(json, result.scores());
    result
        .unseen()
        .ifPresent(
            unseen -> {
              Map<String, Object> part = new LinkedHashMap<>();
              part.put("test", unseen.test());
              put(part, unseen.scores());
              json.put("unseen", part);
            });
    return json;
  }

  private static void put(Map<String, Object> json, List<ProbeScore> scores) {
    for (ProbeScore score : scores) {
      json.put(score.name(), score.value());
      json.put(
          score.name() + "_interval_95",
          List.of(score.interval().lower(), score.interval().upper()));
    }
  }
}
