package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.HomologyOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.DatasetAudit;
import org.ribond.engine.contact.complex.DatasetAudit.Leak;
import org.ribond.engine.contact.complex.DatasetCounts;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a test set shares with a training set. */
@Command(
    name = "audit",
    sortOptions = false,
    description = {
      "Show what a training set and a test set share.",
      "Counts equal sequences, structures and homology groups, and names each pair of TEST that"
          + " is therefore no honest test of a model trained on TRAIN, why, and which pair it"
          + " is like."
    })
final class DatasetAuditCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TRAIN", description = "A complexes file, or pdb.train.")
  private String train;

  @Parameters(index = "1", paramLabel = "TEST", description = "A complexes file, or pdb.test.")
  private String test;

  @Mixin private HomologyOptions homology;
  @Mixin private TaskOption task;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.CONTACT);
    StandardInput.requireOnce(train, test);
    List<Complex> trainComplexes = ShippedData.readNamed(train);
    List<Complex> testComplexes = ShippedData.readNamed(test);
    DatasetCounts all =
        DatasetCounts.of(Stream.concat(trainComplexes.stream(), testComplexes.stream()).toList());
    DatasetAudit audit;
    try (Progress progress =
        new Progress("aligned", all.proteins() + all.rnas(), common.messages())) {
      audit =
          DatasetAudit.of(
              trainComplexes,
              testComplexes,
              homology.rule(),
              homology.threads(),
              (done, total) -> progress.update(done, ""));
    }
    if (common.json()) {
      Output.line(Json.line(json(audit)));
    } else {
      print(audit);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> json(DatasetAudit audit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("shared_sequences", audit.sharedProteins() + audit.sharedRnas());
    json.put("shared_proteins", audit.sharedProteins());
    json.put("shared_rnas", audit.sharedRnas());
    json.put("shared_short_rnas", audit.sharedShortRnas());
    json.put("shared_structures", audit.sharedStructures());
    json.put("shared_clusters", audit.sharedClusters());
    json.put("leaked_pairs", audit.leaks().size());
    json.put("test_pairs", audit.testPairs());
    json.put("leaks", audit.leaks().stream().map(DatasetAuditCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Leak leak) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pair", leak.pair());
    json.put("seen", leak.seen());
    json.put("reason", leak.reason().toString());
    return json;
  }

  private static void print(DatasetAudit audit) {
    Output.line("shared protein sequences\t" + audit.sharedProteins());
    Output.line("shared RNA sequences\t" + audit.sharedRnas());
    Output.line("shared short RNA sequences\t" + audit.sharedShortRnas());
    Output.line("shared structures\t" + audit.sharedStructures());
    Output.line("shared clusters\t" + audit.sharedClusters());
    Output.line("leaked pairs\t" + audit.leaks().size() + " of " + audit.testPairs());
    for (Leak leak : audit.leaks()) {
      Output.line(leak.pair() + "\t" + leak.reason() + "\t" + leak.seen());
    }
  }
}
