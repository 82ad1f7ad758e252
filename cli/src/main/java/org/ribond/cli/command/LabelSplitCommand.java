package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.HomologyOptions;
import org.ribond.cli.options.LabelFileOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.OverwriteCheck;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelFiles;
import org.ribond.engine.label.data.LabelGroups;
import org.ribond.engine.label.data.LabelSplit;
import org.ribond.engine.label.data.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Divides labelled sequences so that no side has relatives on another. */
@Command(
    name = "split",
    sortOptions = false,
    description = {
      "Divide labelled sequences so that no two sides are related.",
      "Writes PREFIX.tsv.gz with a column split, as training and evaluation take it; or a file for"
          + " each fold, PREFIX.fold1.tsv.gz and so on."
    })
final class LabelSplitCommand implements Callable<Integer> {
  /** What makes sequences relatives. */
  enum Relation {
    /** A long word. */
    WORD,
    /** An alignment. */
    HOMOLOGY
  }

  @Parameters(paramLabel = "DATA", description = "A table or FASTA with labels, or splice.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PREFIX",
      description = "Beginning of the names of the files to write.")
  private String prefix;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "word",
      description = {
        "What relatives share: word, a run of letters of any place; or homology, an alignment,",
        "which takes time with the square of all letters (default: ${DEFAULT-VALUE})."
      })
  private Relation by;

  @Option(
      names = "--word",
      paramLabel = "K",
      description =
          "Letters in a row (default: 25 bases, 50 of sequences of 200 and more, 12 residues).")
  private Optional<Integer> word;

  @Option(
      names = "--fractions",
      split = ",",
      paramLabel = "A,B,C",
      hideParamSyntax = true,
      description = "Parts of train, valid and test (default: 0.8,0.1,0.1).")
  private double[] fractions = {0.8, 0.1, 0.1};

  @Option(names = "--folds", paramLabel = "K", description = "Make K folds instead.")
  private Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the order of the groups (default: ${DEFAULT-VALUE}).")
  private int seed = 1;

  @Mixin private HomologyOptions homology;
  @Mixin private TaskOption task;
  @Mixin private LabelFileOptions files;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.LABEL);
    if (word.isPresent() && word.get() < 1) {
      throw new UsageException("--word must be at least 1");
    }
    if (folds.isPresent() && folds.get() < 2) {
      throw new UsageException("--folds " + folds.get() + " is below 2");
    }
    List<Path> names =
        folds
            .map(count -> IntStream.rangeClosed(1, count).mapToObj(k -> file(".fold" + k)).toList())
            .orElse(List.of(file("")));
    for (Path name : names) {
      OverwriteCheck.check(name, List.of(data));
      AtomicFile.check(name);
    }
    LabelData all = LabelFileOptions.read(data, files.options());
    int[] groups = groups(all);
    int count = (int) IntStream.of(groups).distinct().count();
    List<LabelData> sides =
        folds.isPresent() ? inFolds(all, groups) : List.of(inParts(all, groups));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("sequences", all.size());
    summary.put("groups", count);
    summary.put("seed", seed);
    List<Map<String, Object>> written = new ArrayList<>();
    for (int i = 0; i < sides.size(); i++) {
      LabelFiles.write(names.get(i), sides.get(i));
      written.add(describe(names.get(i), sides.get(i)));
    }
    summary.put("files", written);
    if (common.json()) {
      Output.line(Json.line(summary));
    } else {
      tell(count, written);
    }
    return ExitCode.DONE;
  }

  private Path file(String what) {
    return Path.of(prefix + what + ".tsv.gz");
  }

  private int[] groups(LabelData all) {
    return switch (by) {
      case WORD -> LabelGroups.bySharedKmers(all, word.orElseGet(() -> LabelAudit.usualWord(all)));
      case HOMOLOGY -> {
        try (Progress progress = new Progress("aligned", all.size(), common.messages())) {
          yield LabelGroups.byHomology(
              all, homology.rule(), homology.threads(), done -> progress.update(done, ""));
        }
      }
    };
  }

  private LabelData inParts(LabelData all, int[] groups) {
    try {
      return LabelSplit.intoParts(all, groups, fractions, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--fractions takes three parts with sum 1, such as 0.8,0.1,0.1 for train, valid, test");
    }
  }

  private List<LabelData> inFolds(LabelData all, int[] groups) {
    int[] places;
    try {
      places = LabelSplit.intoFolds(groups, folds.orElseThrow(), seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--folds: " + e.getMessage());
    }
    List<LabelData> sides = new ArrayList<>();
    for (int fold = 0; fold < folds.orElseThrow(); fold++) {
      int number = fold;
      sides.add(
          all.subset(IntStream.range(0, places.length).filter(i -> places[i] == number).toArray()));
    }
    return sides;
  }

  private Map<String, Object> describe(Path file, LabelData side) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", file.toString());
    entry.put("sequences", side.size());
    if (folds.isEmpty()) {
      for (Part part : Part.values()) {
        entry.put(part.word(), side.part(part).size());
      }
    }
    return entry;
  }

  private void tell(int groups, List<Map<String, Object>> written) {
    Messages messages = common.messages();
    messages.info(groups + " groups of sequences that share something");
    for (Map<String, Object> each : written) {
      StringBuilder line = new StringBuilder(each.get("file") + ": " + each.get("sequences"));
      line.append(" sequences");
      for (Part part : Part.values()) {
        if (each.containsKey(part.word())) {
          line.append(", ").append(part.word()).append(' ').append(each.get(part.word()));
          if (each.get(part.word()).equals(0)) {
            messages.warning(each.get("file") + ": no sequence is left for " + part.word());
          }
        }
      }
      messages.info(line.toString());
    }
  }
}
