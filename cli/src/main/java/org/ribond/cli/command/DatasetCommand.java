package org.ribond.cli.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ribond.cli.options.TaskKind;
import org.ribond.engine.contact.complex.DatasetCounts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Group of the commands that make and check complexes files. */
@Command(
    name = "dataset",
    sortOptions = false,
    description = "Make complexes files from structures, count, split and audit them.",
    footerHeading = "%nThe data's task:%n",
    footer = {
      "  info, split and audit take labelled sequences too: told by --task label, or",
      "  by the look of the first data: splice, FASTA, or a table, whose first line",
      "  has a tab, a comma or a semicolon. 'dataset split --task label --help' shows",
      "  the options for these. 'dataset audit --task embed' audits transcripts."
    },
    synopsisSubcommandLabel = "COMMAND")
final class DatasetCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: build, import, info, split or audit");
  }

  /** The group with the commands that suit the task of {@code args}. */
  static CommandLine line(String[] args) {
    CommandLine line = new CommandLine(new DatasetCommand());
    line.addSubcommand("build", new DatasetBuildCommand());
    line.addSubcommand("import", new DatasetImportCommand());
    switch (TaskKind.told(args).or(() -> TaskChoice.byData(args)).orElse(TaskKind.CONTACT)) {
      case CONTACT, FOLD -> {
        line.addSubcommand("info", new DatasetInfoCommand());
        line.addSubcommand("split", new DatasetSplitCommand());
        line.addSubcommand("audit", new DatasetAuditCommand());
      }
      case EMBED -> {
        line.addSubcommand("info", new DatasetInfoCommand());
        line.addSubcommand("split", new DatasetSplitCommand());
        line.addSubcommand("audit", new EmbedAuditCommand());
      }
      case LABEL -> {
        line.addSubcommand("info", new LabelInfoCommand());
        line.addSubcommand("split", new LabelSplitCommand());
        line.addSubcommand("audit", new LabelAuditCommand());
      }
    }
    return line;
  }

  /** Counts as they stand in JSON. */
  static Map<String, Object> json(DatasetCounts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("structures", counts.structures());
    json.put("pairs", counts.pairs());
    json.put("contacts", counts.contacts());
    json.put("cells", counts.cells());
    json.put("prevalence", counts.prevalence());
    json.put("proteins", counts.proteins());
    json.put("rnas", counts.rnas());
    json.put("distinct_pairs", counts.distinctPairs());
    json.put("clusters", counts.clusters());
    json.put("cutoffs", counts.cutoffs());
    return json;
  }

  /** Counts in a line for people. */
  static String line(DatasetCounts counts) {
    return String.format(
        Locale.ROOT,
        "%d pairs of %d structures, %d contacts%s",
        counts.pairs(),
        counts.structures(),
        counts.contacts(),
        counts.clusters() == 0 ? "" : ", " + counts.clusters() + " clusters");
  }
}
