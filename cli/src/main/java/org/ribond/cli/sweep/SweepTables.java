package org.ribond.cli.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ribond.cli.plot.Html;

/** The runs of a sweep as tables of HTML: each run, and means over seeds and folds. */
final class SweepTables {
  private static final int LONG_CELL = 24;
  private static final int DIGITS = 3;
  private static final int DECIMALS_OF_SHARES = 4;

  private static final String BEST = " class=\"best\"";
  private static final String MARK = "&nbsp;<span class=\"mark\">best</span>";
  private static final String NUMBER = " class=\"number\"";

  private final SweepRows rows;

  /** The measures that any run has, with the decimals that their numbers are shown with. */
  private final SequencedMap<Measure, Integer> measures = new LinkedHashMap<>();

  SweepTables(SweepRows rows) {
    this.rows = rows;
    for (Measure measure : Measure.ALL) {
      List<String> numbers =
          rows.done().stream().filter(measure::isIn).map(r -> r.get(measure.column())).toList();
      if (!numbers.isEmpty()) {
        measures.put(measure, decimals(numbers));
      }
    }
  }

  /** As many for all numbers of a column as its greatest needs, and no more than were written. */
  private static int decimals(List<String> numbers) {
    double greatest =
        numbers.stream().mapToDouble(n -> Math.abs(Double.parseDouble(n))).max().orElse(0);
    int written = numbers.stream().mapToInt(n -> n.length() - 1 - n.indexOf('.')).max().orElse(0);
    int power = greatest == 0 ? 0 : (int) Math.floor(Math.log10(greatest));
    int needed =
        greatest > 1 ? DIGITS - 1 - power : Math.max(DECIMALS_OF_SHARES, DIGITS - 1 - power);
    return Math.clamp(needed, 0, written);
  }

  /** All runs, with {@code best} marked. */
  String runs(Optional<SequencedMap<String, String>> best) {
    List<String> columns = new ArrayList<>(List.of("run"));
    columns.addAll(rows.settings());
    StringBuilder table = head("Runs", columns);
    for (SequencedMap<String, String> row : rows.all()) {
      String run = row.get("run");
      boolean isBest = best.isPresent() && run.equals(best.get().get("run"));
      int number = Math.max(0, run.indexOf('-'));
      table
          .append("<tr id=\"" + Html.escape(run) + "\"" + (isBest ? BEST : "") + ">")
          .append("<th scope=\"row\">" + Html.escape(run.substring(0, number)))
          .append("<span class=\"settings\">" + Html.escape(run.substring(number)) + "</span>")
          .append((isBest ? MARK : "") + "</th>");
      rows.settings().forEach(setting -> table.append(cell(row.getOrDefault(setting, ""))));
      if (SweepFolder.FAILED.equals(row.get(SweepFolder.STATUS))) {
        table
            .append("<td class=\"long\" colspan=\"" + Math.max(1, measures.size()) + "\">failed: ")
            .append(Html.escape(row.getOrDefault(SweepFolder.REASON, "")))
            .append("</td>");
      } else {
        cells(table, measure -> measure.isIn(row) ? number(measure, measure.of(row)) : "");
      }
      table.append("</tr>\n");
    }
    return end(table);
  }

  /** Means of runs that differ by seed and fold alone, with {@code best}'s marked. */
  String means(Optional<List<SequencedMap<String, String>>> best) {
    List<String> columns = new ArrayList<>(rows.combined());
    columns.add("runs");
    StringBuilder table = head("Means", columns);
    for (List<SequencedMap<String, String>> runs : rows.combinations()) {
      boolean isBest = best.isPresent() && best.get().equals(runs);
      table.append("<tr" + (isBest ? BEST : "") + ">");
      List<String> values =
          rows.combined().stream().map(key -> runs.getFirst().getOrDefault(key, "")).toList();
      for (int i = 0; i < values.size(); i++) {
        table.append(
            i == 0
                ? "<th scope=\"row\">" + Html.escape(values.get(i)) + (isBest ? MARK : "") + "</th>"
                : cell(values.get(i)));
      }
      table.append(cell(String.valueOf(runs.size())));
      cells(table, measure -> mean(measure, runs));
      table.append("</tr>\n");
    }
    return end(table);
  }

  private String mean(Measure measure, List<SequencedMap<String, String>> runs) {
    List<Double> values = runs.stream().filter(measure::isIn).map(measure::of).toList();
    if (values.isEmpty()) {
      return "";
    }
    Spread spread = Spread.of(values);
    String mean = number(measure, spread.mean());
    return values.size() < 2
        ? mean
        : mean + " <small>±&nbsp;" + number(measure, spread.deviation()) + "</small>";
  }

  /** The head of a table, its measures below the tests that they are of. */
  private StringBuilder head(String name, List<String> columns) {
    StringBuilder table = new StringBuilder();
    table
        .append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(name)
        .append("\"><table><thead><tr>");
    for (String column : columns) {
      boolean isNumber = rows.values(column).stream().allMatch(SweepRows::isNumber);
      table
          .append("<th rowspan=\"2\" scope=\"col\"" + (isNumber ? NUMBER : "") + ">")
          .append(Html.escape(SweepRows.words(column)))
          .append("</th>");
    }
    measures.keySet().stream()
        .collect(Collectors.groupingBy(Measure::test, LinkedHashMap::new, Collectors.counting()))
        .forEach(
            (test, count) ->
                table
                    .append("<th class=\"test\" colspan=\"" + count + "\" scope=\"colgroup\">")
                    .append(test)
                    .append("</th>"));
    table.append("</tr><tr>");
    measures
        .keySet()
        .forEach(m -> table.append("<th scope=\"col\"" + NUMBER + ">" + m.name() + "</th>"));
    return table.append("</tr></thead><tbody>\n");
  }

  private static String end(StringBuilder table) {
    return table.append("</tbody></table></div>\n").toString();
  }

  private static String cell(String value) {
    String style =
        SweepRows.isNumber(value) ? NUMBER : value.length() > LONG_CELL ? " class=\"long\"" : "";
    return "<td" + style + ">" + Html.escape(value) + "</td>";
  }

  private void cells(StringBuilder table, Function<Measure, String> content) {
    measures.keySet().forEach(m -> table.append("<td" + NUMBER + ">" + content.apply(m) + "</td>"));
  }

  private String number(Measure measure, double value) {
    return String.format(Locale.ROOT, "%." + measures.get(measure) + "f", value);
  }
}
