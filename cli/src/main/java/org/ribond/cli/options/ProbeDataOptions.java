package org.ribond.cli.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.embed.probe.ProbeColumns;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.ProbeDataReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what a probe is fitted to and tested on. */
public final class ProbeDataOptions {
  private static final List<String> LABEL_NAMES = List.of("label", "class", "target");
  private static final String SPLIT_NAME = "split";
  private static final int USUAL_FOLDS = 5;

  /** What is known of a transcript. */
  enum TargetKind {
    CLASS,
    NUMBER
  }

  /** What takes the place of a number. */
  enum Transform {
    NONE,
    LOG
  }

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FILE",
      required = true,
      description =
          "Table (TSV or CSV) of transcripts with labels; - is standard input. Gzip is known by"
              + " content.")
  private String file;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description =
          "Column of the numbers or classes (default: label, class or target). Rows with nothing"
              + " there are passed over.")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "KIND",
      defaultValue = "number",
      description = "What the labels are: number or class (default: ${DEFAULT-VALUE}).")
  private TargetKind target;

  @Option(
      names = "--transform",
      paramLabel = "HOW",
      defaultValue = "none",
      description = "log: the logarithm of a number takes its place (default: ${DEFAULT-VALUE}).")
  private Transform transform;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Only rows that say so; several must all be true.")
  private Map<String, String> where = new HashMap<>();

  @Option(
      names = "--feature-column",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "Columns of numbers that are further features.")
  private List<String> numbers = List.of();

  @Option(
      names = "--split-column",
      paramLabel = "NAME",
      description =
          "Column that says train, valid (trained on too) or test (default: split, where there is"
              + " one and no --folds).")
  private Optional<String> split = Optional.empty();

  @Option(
      names = {"-k", "--folds"},
      paramLabel = "K",
      description =
          "Cross-validation in K folds that part no group (default: without a split, "
              + USUAL_FOLDS
              + ").")
  private Optional<Integer> folds = Optional.empty();

  @Mixin private TranscriptOptions transcripts;

  /** Name of the file. */
  public String file() {
    return file;
  }

  /**
   * Number of folds, whether they are wanted or not.
   *
   * @throws UsageException if there cannot be so many
   */
  public int folds() {
    int count = folds.orElse(USUAL_FOLDS);
    if (count < 2) {
      throw new UsageException("--folds must be at least 2");
    }
    return count;
  }

  /** The column of the labels: the one named, else the first usual one that there is. */
  private String label(TranscriptReader reader) {
    return label.orElseGet(
        () ->
            LABEL_NAMES.stream()
                .filter(reader.header()::contains)
                .findFirst()
                .orElse(LABEL_NAMES.getFirst()));
  }

  /**
   * What was read.
   *
   * @param data the transcripts
   * @param label the column of their labels
   */
  public record Labelled(ProbeData data, String label) {}

  /**
   * Reads the data.
   *
   * @throws UsageException if the options do not fit one another
   * @throws org.ribond.engine.file.DataException if they cannot be read or have no such columns
   */
  public Labelled read() {
    if (split.isPresent() && folds.isPresent()) {
      throw new UsageException("either --split-column or --folds, not both");
    }
    folds();
    if (target == TargetKind.CLASS && transform == Transform.LOG) {
      throw new UsageException("--transform log is for numbers, not for classes");
    }
    try (TranscriptReader reader = TranscriptReader.open(file, transcripts.columns())) {
      String labels = label(reader);
      ProbeColumns columns =
          new ProbeColumns(
              labels,
              target == TargetKind.CLASS,
              transform == Transform.LOG,
              split.or(() -> usualSplit(reader)),
              where,
              numbers);
      return new Labelled(ProbeDataReader.read(file, reader, columns), labels);
    }
  }

  private Optional<String> usualSplit(TranscriptReader reader) {
    return folds.isEmpty() && reader.header().contains(SPLIT_NAME)
        ? Optional.of(SPLIT_NAME)
        : Optional.empty();
  }
}
