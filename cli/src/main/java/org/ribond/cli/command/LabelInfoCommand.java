package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelFileOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.label.data.LabelCounts;
import org.ribond.engine.label.data.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts what a file of labelled sequences holds. */
@Command(
    name = "info",
    sortOptions = false,
    description = "Count sequences, their lengths, letters, classes or numbers, and copies.")
final class LabelInfoCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATA",
      description =
          "A table or FASTA with labels, several FASTA files, separated by commas, one for each"
              + " class, or splice for the set that comes with Ribond.")
  private String data;

  @Mixin private TaskOption task;
  @Mixin private LabelFileOptions files;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.LABEL);
    LabelCounts counts = LabelCounts.of(LabelFileOptions.read(data, files.options()));
    if (common.json()) {
      Output.line(Json.line(json(counts)));
    } else {
      print(counts);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> json(LabelCounts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequences", counts.sequences());
    json.put("molecule", counts.molecule().name().toLowerCase(Locale.ROOT));
    json.put("shortest", counts.shortest());
    json.put("median", counts.median());
    json.put("longest", counts.longest());
    json.put("letters", counts.letters());
    json.put("unknown_letters", counts.unknown());
    json.put("parts", words(counts.parts()));
    Map<String, Object> classes = new LinkedHashMap<>();
    for (LabelCounts.ClassCount each : counts.classes()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("sequences", each.sequences());
      entry.putAll(words(each.parts()));
      classes.put(each.name(), entry);
    }
    Map<String, Object> columns = new LinkedHashMap<>();
    for (LabelCounts.Column column : counts.numbers()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("present", column.present());
      entry.put("missing", column.missing());
      entry.put("least", column.least());
      entry.put("mean", column.mean());
      entry.put("deviation", column.deviation());
      entry.put("greatest", column.greatest());
      columns.put(column.name(), entry);
    }
    json.put(classes.isEmpty() ? "columns" : "classes", classes.isEmpty() ? columns : classes);
    json.put("duplicates", counts.duplicates());
    json.put("contradictions", counts.contradictions());
    json.put("crossing", counts.crossing());
    return json;
  }

  private static Map<String, Object> words(Map<Part, Integer> parts) {
    Map<String, Object> words = new LinkedHashMap<>();
    parts.forEach((part, count) -> words.put(part.word(), count));
    return words;
  }

  private static void print(LabelCounts counts) {
    Output.line("sequences\t" + counts.sequences());
    Output.line("molecule\t" + counts.molecule());
    Output.line(
        "lengths\t"
            + counts.shortest()
            + " to "
            + counts.longest()
            + ", median "
            + counts.median());
    Output.line("letters\t" + inWords(counts.letters()));
    Output.line("unknown letters\t" + counts.unknown());
    if (!counts.parts().isEmpty()) {
      Output.line("split\t" + inWords(words(counts.parts())));
    }
    for (LabelCounts.ClassCount each : counts.classes()) {
      String parts = each.parts().isEmpty() ? "" : "\t" + inWords(words(each.parts()));
      Output.line("class " + each.name() + "\t" + each.sequences() + parts);
    }
    for (LabelCounts.Column column : counts.numbers()) {
      Output.line(
          "column "
              + column.name()
              + "\t"
              + column.present()
              + " numbers, "
              + column.missing()
              + " missing, "
              + EvaluationReport.number(column.least())
              + " to "
              + EvaluationReport.number(column.greatest())
              + ", mean "
              + EvaluationReport.number(column.mean())
              + ", sd "
              + EvaluationReport.number(column.deviation()));
    }
    Output.line("copies of an earlier sequence\t" + counts.duplicates());
    Output.line("copies with another label\t" + counts.contradictions());
    Output.line("copies in another part\t" + counts.crossing());
  }

  private static String inWords(Map<?, ?> counts) {
    StringBuilder words = new StringBuilder();
    counts.forEach(
        (key, value) -> words.append(words.isEmpty() ? "" : ", ").append(key + " " + value));
    return words.toString();
  }
}
