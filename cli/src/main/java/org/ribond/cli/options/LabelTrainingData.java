package org.ribond.cli.options;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelGroups;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.LabelSplit;
import org.ribond.engine.label.data.Part;
import org.ribond.engine.label.data.ShippedSequences;
import org.ribond.engine.label.data.Targets;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the labelled sequences to train and to validate with. */
public final class LabelTrainingData {
  private static final String NONE = "none";

  /** Of sequences that nothing else validates, what is held out to do so. */
  private static final double HELD_OUT = 0.1;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "splice|FILE",
      description = {
        "Sequences with their labels: splice, the set that comes with Ribond, a table with a"
            + " header (TSV or CSV), FASTA with labels in its headers, or several FASTA files,"
            + " separated by commas, one for each class.",
        "Of a table with a column split the rows of train are trained on, those of valid judge;"
            + " those of test stay untouched."
      })
  private Optional<String> given;

  @Option(
      names = "--valid",
      paramLabel = "FILE|none",
      description =
          "Sequences to judge epochs and to calibrate by; none: train all epochs, uncalibrated"
              + " (default: the rows of valid, else a tenth of the training rows that shares no"
              + " long word with the others).")
  private Optional<String> valid;

  @Mixin private LabelFileOptions files;
  @Mixin private LabelFoldOptions fold;

  private String data = "";
  private Optional<LabelData> heldOut = Optional.empty();

  /**
   * Sequences and where they are from.
   *
   * @param name in words, without the folders of a file
   * @param data the sequences
   */
  public record Source(String name, LabelData data) {}

  /**
   * What to train on and what judges it.
   *
   * @param training the training sequences
   * @param validation the others, if any
   */
  public record Sides(Source training, Optional<Source> validation) {}

  /**
   * Reads the data.
   *
   * @param seed of what is held out
   * @throws UsageException if options contradict each other
   * @throws DataException if the data cannot be read, or leave nothing to train on
   */
  public Sides read(int seed, Messages messages) {
    data = given.orElseThrow(() -> new UsageException("name the sequences: --data splice or FILE"));
    StandardInput.requireOnce(data, valid.orElse(null));
    LabelOptions options = files.options();
    LabelData all = LabelFileOptions.read(data, options);
    if (fold.isGiven()) {
      if (valid.isPresent() && !valid.get().equals(NONE)) {
        throw new UsageException("--fold takes its validation from the data: --valid is for none");
      }
      heldOut = Optional.of(fold.of(all, false));
      return sides(fold.of(all, true), " (" + fold.name() + ")", seed, messages);
    }
    LabelData training = all.hasParts() ? all.part(Part.TRAIN) : all;
    if (training.size() == 0) {
      throw new DataException(data + ": its split has no row for training");
    }
    if (valid.isEmpty() && all.hasParts() && all.part(Part.VALID).size() > 0) {
      return new Sides(
          source("train", checked(training)), Optional.of(source("valid", all.part(Part.VALID))));
    }
    if (valid.isPresent() && !valid.get().equals(NONE)) {
      LabelOptions same = options.with(training.molecule());
      if (training.targets() instanceof Targets.Classes classes) {
        same = same.withClasses(classes.names());
      }
      LabelData judge = LabelFileOptions.read(valid.get(), same);
      boolean hasRows = judge.hasParts() && judge.part(Part.VALID).size() > 0;
      return new Sides(
          source("train", checked(training)),
          Optional.of(
              new Source(shortName(valid.get()), hasRows ? judge.part(Part.VALID) : judge)));
    }
    return sides(training, all.hasParts() ? " (train)" : "", seed, messages);
  }

  /** Holds out what judges, unless that is not wanted. */
  private Sides sides(LabelData training, String what, int seed, Messages messages) {
    String name = shortName(data) + what;
    checked(training);
    if (valid.isPresent()) {
      return new Sides(new Source(name, training), Optional.empty());
    }
    int word = LabelAudit.usualWord(training);
    LabelData parts =
        LabelSplit.intoParts(
            training,
            LabelGroups.bySharedKmers(training, word),
            new double[] {1 - HELD_OUT, HELD_OUT, 0},
            seed);
    LabelData judge = parts.part(Part.VALID);
    if (judge.size() == 0) {
      messages.warning(
          data
              + ": nothing can be held out to judge epochs: its sequences share words of "
              + word
              + " letters; all epochs are trained, uncalibrated");
      return new Sides(new Source(name, training), Optional.empty());
    }
    messages.info(
        String.format(
            Locale.ROOT,
            "%,d of %,d sequences are held out to judge epochs; none of them shares %d letters in"
                + " a row with the others",
            judge.size(),
            training.size(),
            word));
    return new Sides(
        new Source(name, parts.part(Part.TRAIN)),
        Optional.of(new Source(name + ", held out", judge)));
  }

  /** The sequences, if each class has some. */
  private LabelData checked(LabelData training) {
    if (training.targets() instanceof Targets.Classes classes) {
      int[] counts = classes.counts();
      String missing =
          classes.names().stream()
              .filter(name -> counts[classes.names().indexOf(name)] == 0)
              .map(name -> "'" + name + "'")
              .collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        throw new DataException(data + ": no training sequence is of the class " + missing);
      }
    }
    return training;
  }

  /** The sequences that were left out as a fold, if they have been read. */
  public Optional<LabelData> heldOut() {
    return heldOut;
  }

  private Source source(String part, LabelData rows) {
    return new Source(shortName(data) + " (" + part + ")", rows);
  }

  private static String shortName(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(
            name ->
                ShippedSequences.isNamed(name) ? name : String.valueOf(Path.of(name).getFileName()))
        .collect(Collectors.joining(", "));
  }
}
