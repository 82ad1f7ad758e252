package org.ribond.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.Part;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.ModelOutputs;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Options of the labelled sequences to test a model with, and of those that it has seen. */
public final class LabelTestData {
  /** A part of data with a split, or all of it. */
  enum Split {
    TRAIN,
    VALID,
    TEST,
    ALL
  }

  @Option(
      names = {"-d", "--data"},
      paramLabel = "splice|FILE",
      required = true,
      description =
          "Sequences with their labels, as for training: splice, a table, FASTA; - is standard"
              + " input.")
  private String data;

  @Option(
      names = "--split",
      paramLabel = "PART",
      description =
          "Of data with a split: train, valid, test or all (default: test; without a split, all).")
  private Optional<Split> split;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "The training sequences: test sequences that share a long word with them are also left"
              + " out (default: the rows of train in the data).")
  private Optional<String> train;

  @Mixin private LabelFileOptions files;
  @Mixin private LabelFoldOptions fold;

  /**
   * Sequences to test with, and those that were trained on, where they are known.
   *
   * @param tested test sequences
   * @param training training sequences
   */
  public record Sides(LabelData tested, Optional<LabelData> training) {}

  /**
   * Reads them.
   *
   * @param facts what the model knows: classes, columns, letters
   * @throws UsageException if options contradict each other
   * @throws DataException if the data cannot be read, or hold a class that the model does not know
   */
  public Sides read(LabelFacts facts, Messages messages) {
    StandardInput.requireOnce(data, train.orElse(null));
    LabelOptions options = known(facts);
    LabelData all = LabelFileOptions.read(data, options);
    LabelData tested;
    Optional<LabelData> training = train.map(name -> trained(name, options));
    if (fold.isGiven()) {
      if (split.isPresent()) {
        throw new UsageException("give --split or --fold, not both");
      }
      tested = fold.of(all, false);
      training = training.or(() -> Optional.of(fold.of(all, true)));
    } else if (all.hasParts()) {
      Split part = split.orElse(Split.TEST);
      tested =
          switch (part) {
            case TRAIN -> all.part(Part.TRAIN);
            case VALID -> all.part(Part.VALID);
            case TEST -> all.part(Part.TEST);
            case ALL -> all;
          };
      boolean isApart = part == Split.TEST || part == Split.VALID;
      LabelData rows = all.part(Part.TRAIN);
      training = training.or(() -> Optional.of(rows).filter(r -> isApart && r.size() > 0));
    } else {
      if (split.isPresent() && split.get() != Split.ALL) {
        throw new UsageException("--split: " + data + " has no split, and is tested as a whole");
      }
      tested = all;
    }
    if (tested.size() == 0) {
      throw new DataException(data + ": no sequence to test with on this side of its split");
    }
    if (training.isEmpty()) {
      messages.info("which sequences the model has seen is not known: --train FILE names them");
    }
    return new Sides(tested, training);
  }

  private static LabelData trained(String name, LabelOptions options) {
    LabelData rows = LabelFileOptions.read(name, options);
    return rows.hasParts() ? rows.part(Part.TRAIN) : rows;
  }

  /** How to read, for a model: its letters, its classes or columns. */
  private LabelOptions known(LabelFacts facts) {
    LabelOptions options = files.options().with(facts.molecule());
    return switch (facts.outputs()) {
      case ModelOutputs.Classes classes ->
          options.with(LabelOptions.Target.CLASS).withClasses(classes.names());
      case ModelOutputs.Numbers numbers -> {
        List<String> columns = options.labelColumns();
        yield options
            .with(LabelOptions.Target.NUMBER)
            .withLabelColumns(columns.isEmpty() ? numbers.names() : columns);
      }
    };
  }

  /**
   * The sequences that a sweep's runs are tested with.
   *
   * @param isTraining whether they are those of training too, of which the rows of test are meant
   * @return empty if these have none
   */
  public static Optional<LabelData> testRows(
      String name, boolean isTraining, LabelOptions options) {
    LabelData all = LabelFileOptions.read(name, options);
    LabelData rows = all.hasParts() ? all.part(Part.TEST) : all;
    boolean isApart = all.hasParts() ? rows.size() > 0 : !isTraining;
    return Optional.of(rows).filter(r -> isApart);
  }

  /**
   * How to read, from options by their names without dashes.
   *
   * @throws UsageException if they do not fit one another
   */
  public static LabelOptions options(Function<String, Optional<String>> given) {
    LabelFileOptions files = new LabelFileOptions();
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(files).options()) {
      given
          .apply(option.longestName().substring(2))
          .ifPresent(value -> arguments.addAll(List.of(option.longestName(), value)));
    }
    new CommandLine(files)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    return files.options();
  }
}
