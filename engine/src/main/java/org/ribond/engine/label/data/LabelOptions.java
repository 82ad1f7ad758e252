package org.ribond.engine.label.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How files of sequences with targets are to be read. What is left open is recognised.
 *
 * @param sequenceColumn name of the column with the sequences; else one named {@code sequence} or
 *     {@code seq}
 * @param labelColumns names of the columns with the targets, several for numbers only; if empty one
 *     named {@code label}, {@code class} or {@code target}
 * @param splitColumn name of the column that says which part a record stands on; else one named
 *     {@code split}, if there is one
 * @param target whether targets are classes, numbers or not wanted
 * @param molecule what the letters stand for; else told by the letters
 * @param headerLabel where a FASTA header holds its label: the first group of the pattern; else
 *     {@code label=X}, what stands behind the last {@code |}, or the last of several words
 * @param classes the classes that a model knows, in its order; any other label is then an error
 */
public record LabelOptions(
    Optional<String> sequenceColumn,
    List<String> labelColumns,
    Optional<String> splitColumn,
    Target target,
    Optional<Molecule> molecule,
    Optional<Pattern> headerLabel,
    Optional<List<String>> classes) {
  /** Classes with everything recognised. */
  public static final LabelOptions DEFAULT =
      new LabelOptions(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Target.CLASS,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What is to be read beside the sequences. */
  public enum Target {
    /** One class a sequence, of any name. */
    CLASS,
    /** A number in each label column; an empty field or {@code NA} is a missing one. */
    NUMBER,
    /** Nothing: sequences to predict. */
    NONE
  }

  /** Checks the columns. */
  public LabelOptions {
    labelColumns = List.copyOf(labelColumns);
    classes = classes.map(List::copyOf);
    if (target == Target.CLASS && labelColumns.size() > 1) {
      throw new IllegalArgumentException(
          "several label columns hold numbers, not classes: " + labelColumns);
    }
    if (headerLabel.isPresent() && headerLabel.get().matcher("").groupCount() < 1) {
      throw new IllegalArgumentException(
          "the pattern '" + headerLabel.get() + "' has no group (...) for the label");
    }
  }

  /** The same with other targets. */
  public LabelOptions with(Target other) {
    return new LabelOptions(
        sequenceColumn, labelColumns, splitColumn, other, molecule, headerLabel, classes);
  }

  /** The same with what the letters stand for. */
  public LabelOptions with(Molecule told) {
    return new LabelOptions(
        sequenceColumn, labelColumns, splitColumn, target, Optional.of(told), headerLabel, classes);
  }

  /** The same with label columns. */
  public LabelOptions withLabelColumns(List<String> columns) {
    return new LabelOptions(
        sequenceColumn, columns, splitColumn, target, molecule, headerLabel, classes);
  }

  /** The same with the classes that a model knows. */
  public LabelOptions withClasses(List<String> known) {
    return new LabelOptions(
        sequenceColumn,
        labelColumns,
        splitColumn,
        target,
        molecule,
        headerLabel,
        Optional.of(known));
  }
}
