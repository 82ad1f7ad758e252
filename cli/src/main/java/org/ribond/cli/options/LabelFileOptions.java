package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelFiles;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.data.ShippedSequences;
import picocli.CommandLine.Option;

/** Options that say how files of sequences with classes or numbers are to be read. */
public final class LabelFileOptions {
  /** What is known of a sequence. */
  enum TargetKind {
    CLASS,
    NUMBER
  }

  @Option(
      names = "--sequence-column",
      paramLabel = "NAME",
      description = "Column of the sequences (default: sequence or seq).")
  private Optional<String> sequenceColumn;

  @Option(
      names = "--label-column",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description =
          "Column of the classes, or columns of numbers (default: label, class or target).")
  private List<String> labelColumns = List.of();

  @Option(
      names = "--split-column",
      paramLabel = "NAME",
      description = "Column that says train, valid or test (default: split, where there is one).")
  private Optional<String> splitColumn;

  @Option(
      names = "--target",
      paramLabel = "KIND",
      defaultValue = "class",
      description = "What the labels are: class or number (default: ${DEFAULT-VALUE}).")
  private TargetKind target;

  @Option(
      names = "--alphabet",
      paramLabel = "NAME",
      description = "dna, rna or protein (default: told by the letters).")
  private Optional<Molecule> alphabet;

  @Option(
      names = "--header-label",
      paramLabel = "REGEX",
      description =
          "Where a FASTA header has its label: the first group of this pattern (default: label=X,"
              + " what follows the last |, or the last of several words).")
  private Optional<String> headerLabel;

  /**
   * How to read.
   *
   * @throws UsageException if the options do not fit one another
   */
  public LabelOptions options() {
    try {
      return new LabelOptions(
          sequenceColumn,
          labelColumns,
          splitColumn,
          target == TargetKind.CLASS ? LabelOptions.Target.CLASS : LabelOptions.Target.NUMBER,
          alphabet,
          headerLabel.map(Pattern::compile),
          Optional.empty());
    } catch (PatternSyntaxException e) {
      throw new UsageException("--header-label: " + e.getDescription());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * The sequences of one file or of the shipped set; several files are one class each.
   *
   * @param names such as {@code splice}, {@code splice.test} or files, separated by commas
   * @throws org.ribond.engine.file.DataException if they cannot be read
   */
  public static LabelData read(String names, LabelOptions options) {
    List<String> files = List.of(names.split(",", -1));
    if (files.size() == 1) {
      return ShippedSequences.readNamed(names, options);
    }
    if (options.target() != LabelOptions.Target.CLASS) {
      throw new UsageException("several files are one class each, which have no numbers");
    }
    return LabelFiles.readClasses(files, options);
  }
}
