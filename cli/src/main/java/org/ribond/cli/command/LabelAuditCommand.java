package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelFileOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what test sequences share with those of training. */
@Command(
    name = "audit",
    sortOptions = false,
    description = {
      "Show what labelled sequences of a training set and a test set share.",
      "Counts equal sequences, and those of TEST that have a long word of a sequence of TRAIN; and"
          + " how often the two have the same class."
    })
final class LabelAuditCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "TRAIN",
      description =
          "Labelled sequences, such as splice.train; of data with a split, alone, the rows of"
              + " train.")
  private String train;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEST",
      description = "Labelled sequences (default: the rows of test of TRAIN).")
  private Optional<String> test;

  @Option(
      names = "--word",
      paramLabel = "K",
      description =
          "Letters in a row that count as shared (default: 25 bases, 50 of sequences of 200 and"
              + " more, 12 residues).")
  private Optional<Integer> word;

  @Mixin private TaskOption task;
  @Mixin private LabelFileOptions files;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.LABEL);
    StandardInput.requireOnce(train, test.orElse(null));
    if (word.isPresent() && word.get() < 1) {
      throw new UsageException("--word must be at least 1");
    }
    LabelOptions options = files.options();
    LabelData all = LabelFileOptions.read(train, options);
    LabelData seen = test.isEmpty() && all.hasParts() ? all.part(Part.TRAIN) : all;
    LabelData tested =
        test.map(name -> LabelFileOptions.read(name, options)).orElseGet(() -> all.part(Part.TEST));
    if (tested.size() == 0) {
      throw new DataException(train + ": has no rows of test: name a second file");
    }
    LabelAudit audit;
    try {
      audit = LabelAudit.of(seen, tested, word.orElseGet(() -> LabelAudit.usualWord(tested)));
    } catch (IllegalArgumentException e) {
      throw new DataException(e.getMessage(), e);
    }
    if (common.json()) {
      Output.line(Json.line(json(audit)));
    } else {
      print(audit);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> json(LabelAudit audit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("word", audit.k());
    json.put("test_sequences", audit.testRows());
    json.put("equal", audit.equal().cardinality());
    json.put("shared", audit.shared().cardinality());
    json.put("unseen", audit.unseen().length);
    json.put("agreement", audit.agreement());
    return json;
  }

  private static void print(LabelAudit audit) {
    Output.line("test sequences\t" + audit.testRows());
    Output.line("equal to a training sequence\t" + audit.equal().cardinality());
    Output.line(
        "with "
            + audit.k()
            + " letters in a row of one\t"
            + audit.shared().cardinality()
            + " ("
            + EvaluationReport.number(100 * audit.share())
            + " %)");
    Output.line("  of these, the same class\t" + EvaluationReport.number(audit.agreement()));
    Output.line("neither\t" + audit.unseen().length);
  }
}
