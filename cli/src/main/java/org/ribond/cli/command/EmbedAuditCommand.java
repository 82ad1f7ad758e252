package org.ribond.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.options.TranscriptOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.data.TranscriptAudit;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.embed.data.TranscriptRow;
import org.ribond.engine.file.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what transcripts to test on share with those to train on. */
@Command(
    name = "audit",
    sortOptions = false,
    description = {
      "Show what transcripts of a training set and a test set share: equal ones, relatives, groups on"
          + " both sides.",
      "Relatives have homologous proteins (30 % identity in an alignment of 40 bits), or where one"
          + " has no coding region, 25 bases in a row in common. Neighbours of a group to train on"
          + " are compared by their words of 21 bases."
    })
final class EmbedAuditCommand implements Callable<Integer> {
  private static final String SPLIT = "split";

  @Parameters(
      index = "0",
      paramLabel = "TRAIN",
      description = "Transcripts; of a table with a column split, alone, the rows not of test.")
  private String train;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEST",
      description = "Transcripts (default: the rows of test of TRAIN).")
  private Optional<String> test;

  @Mixin private TaskOption task;
  @Mixin private TranscriptOptions transcripts;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.EMBED);
    StandardInput.requireOnce(train, test.orElse(null));
    List<Transcript> known = new ArrayList<>();
    List<Transcript> tested = new ArrayList<>();
    read(train, test.isPresent() ? known : tested, known);
    test.ifPresent(file -> read(file, tested, tested));
    if (tested.isEmpty() || known.isEmpty()) {
      throw new DataException(
          train + ": no " + (known.isEmpty() ? "rows to train on" : "rows of test: name a file"));
    }
    TranscriptAudit audit = TranscriptAudit.of(known, tested);
    if (common.json()) {
      Output.line(Json.line(json(audit)));
    } else {
      print(audit);
    }
    return ExitCode.DONE;
  }

  /** Reads a file: its rows of test, and the others. */
  private void read(String file, List<Transcript> ofTest, List<Transcript> others) {
    try (TranscriptReader reader = TranscriptReader.open(file, transcripts.columns())) {
      boolean isSplit = reader.header().contains(SPLIT);
      while (reader.hasNext()) {
        TranscriptRow row = reader.next();
        boolean isTest = isSplit && row.field(SPLIT).toLowerCase(Locale.ROOT).startsWith("test");
        (isTest ? ofTest : others).add(row.transcript());
      }
    }
  }

  private static Map<String, Object> json(TranscriptAudit audit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("test_transcripts", audit.test());
    json.put("equal", audit.equal());
    json.put("related", audit.related());
    json.put("unseen", audit.test() - audit.related());
    json.put("groups_on_both_sides", audit.sharedGroups());
    json.put("groups_of_two_or_more", audit.groups());
    json.put("pairs", audit.pairs());
    json.put("pairs_equal", audit.copies());
    json.put("pairs_near", audit.near());
    json.put("median_identity", audit.medianIdentity());
    return json;
  }

  private static void print(TranscriptAudit audit) {
    Output.line("test transcripts\t" + audit.test());
    Output.line("equal to one to train on\t" + audit.equal());
    Output.line("with a relative to train on\t" + audit.related());
    Output.line("without\t" + (audit.test() - audit.related()));
    Output.line("groups on both sides\t" + audit.sharedGroups());
    Output.line("groups to train on of two or more\t" + audit.groups());
    Output.line("  neighbours in them\t" + audit.pairs());
    Output.line("  equal\t" + audit.copies());
    Output.line("  of 99 % identity or more\t" + audit.near());
    Output.line("  median identity\t" + EvaluationReport.number(audit.medianIdentity()));
  }
}
