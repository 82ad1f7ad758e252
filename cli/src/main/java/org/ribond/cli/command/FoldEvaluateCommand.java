package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ribond.cli.format.FoldReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.DecodingOptions;
import org.ribond.cli.options.FoldChoice;
import org.ribond.cli.options.IntervalOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.engine.file.DataException;
import org.ribond.engine.fold.evaluate.FoldEvaluation;
import org.ribond.engine.fold.evaluate.FoldOutcome;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.StructureReader;
import org.ribond.engine.fold.structure.StructureRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares predicted structures of RNAs with known ones. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Compare predicted structures of RNAs with known ones.",
    footerHeading = "%nHow to read the numbers:%n",
    footer = {
      "  A predicted pair is right if both its bases are those of a known pair.",
      "  F1, precision and recall are means over RNAs; 'pairs' is the F1 of all",
      "  their pairs together; 'solved' is the share of RNAs with every pair right.",
      "  Papers differ in which known pairs they count: both truths are shown.",
      "  Brackets show where the F1 lies with 95 %% confidence, drawing RNAs with",
      "  replacement. Below stands, by probability, the share of pairs that are known."
    })
final class FoldEvaluateCommand implements Callable<Integer> {
  @Mixin private TaskOption task;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FILE",
      required = true,
      description =
          "Known structures: dot-bracket, ct, bpseq, or a table (TSV or CSV) with columns sequence"
              + " and structure; - is standard input. Gzip is known by content.")
  private String data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Of a table with a column split, part or set, the rows with this name there.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--longest",
      paramLabel = "N",
      description = "RNAs of at most so many bases (default: all).")
  private Integer longest;

  @Mixin private DecodingOptions decoding;

  @Option(
      names = "--details",
      paramLabel = "FILE",
      description = "Also write the numbers of each RNA, tab-separated; - is standard output.")
  private Optional<Path> details = Optional.empty();

  @Mixin private IntervalOptions intervals;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.FOLD);
    intervals.replicates();
    Output.check(details);
    List<Structure> known = known();
    FoldEvaluation evaluation;
    try (FoldChoice choice = new FoldChoice(decoding, common.messages());
        Progress progress = new Progress("RNAs", known.size(), common.messages())) {
      evaluation = FoldEvaluation.of(choice.predictor(), known, done -> progress.update(done, ""));
    }
    details.ifPresent(file -> write(evaluation));
    FoldReport report = new FoldReport(evaluation, intervals.replicates(), intervals.seed());
    Output.line(common.json() ? Json.pretty(report.json()) : report.table());
    return ExitCode.DONE;
  }

  private List<Structure> known() {
    List<StructureRecord> records = StructureReader.readAll(data);
    Set<String> parts = new TreeSet<>();
    records.forEach(record -> parts.add(record.part()));
    if (split.isPresent() && !parts.contains(split.get())) {
      throw new DataException(
          data
              + ": no row of part '"
              + split.get()
              + "'; there are: "
              + parts.stream()
                  .map(part -> part.isEmpty() ? "none" : part)
                  .collect(Collectors.joining(", ")));
    }
    List<Structure> known =
        records.stream()
            .filter(record -> split.isEmpty() || record.part().equals(split.get()))
            .map(StructureRecord::structure)
            .filter(structure -> longest == null || structure.rna().length() <= longest)
            .toList();
    if (known.isEmpty()) {
      throw new DataException(data + ": no RNA of at most " + longest + " bases");
    }
    return known;
  }

  private void write(FoldEvaluation evaluation) {
    Output.write(
        details,
        text -> {
          text.write(
              "id\tlength\tknown\tpredicted\tright\tf1\tcanonical_known\tcanonical_right\tcanonical_f1\n");
          List<FoldOutcome> all = evaluation.outcomes();
          for (int i = 0; i < all.size(); i++) {
            FoldOutcome one = all.get(i);
            FoldOutcome canonical = evaluation.canonicalOutcomes().get(i);
            text.write(
                String.format(
                    Locale.ROOT,
                    "%s\t%d\t%d\t%d\t%d\t%.4f\t%d\t%d\t%.4f\n",
                    one.name(),
                    one.length(),
                    one.known(),
                    one.predicted(),
                    one.right(),
                    one.f1(),
                    canonical.known(),
                    canonical.right(),
                    canonical.f1()));
          }
        });
  }
}
