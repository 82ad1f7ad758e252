package org.ribond.cli.options;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelGroups;
import org.ribond.engine.label.data.LabelSplit;
import picocli.CommandLine.Option;

/** Options of commands that take part in a cross-validation on labelled sequences. */
public final class LabelFoldOptions {
  private static final Pattern FOLD = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

  @Option(
      names = "--fold",
      paramLabel = "K/N",
      description =
          "Of all data in N parts, no two of which share a long word, the K-th: train leaves it"
              + " out, evaluate scores it.")
  private Optional<String> fold;

  @Option(
      names = "--fold-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of which sequences are in which fold (default: ${DEFAULT-VALUE}).")
  private int seed;

  /** Whether a fold is asked for. */
  public boolean isGiven() {
    return fold.isPresent();
  }

  /** The fold in words, such as {@code fold 1/5}. */
  public String name() {
    return "fold " + fold.orElseThrow();
  }

  /**
   * The sequences of the fold, or all others.
   *
   * @throws UsageException if there cannot be such a fold
   */
  public LabelData of(LabelData data, boolean others) {
    Matcher matcher = FOLD.matcher(fold.orElseThrow());
    if (!matcher.matches()) {
      throw new UsageException("--fold must be such as 1/5: the first of five");
    }
    int number = Integer.parseInt(matcher.group(1));
    int folds = Integer.parseInt(matcher.group(2));
    if (number > folds) {
      throw new UsageException("--fold " + fold.get() + ": there is no such fold");
    }
    int[] groups = LabelGroups.bySharedKmers(data, LabelAudit.usualWord(data));
    try {
      int[] places = LabelSplit.intoFolds(groups, folds, seed);
      return data.subset(
          IntStream.range(0, places.length)
              .filter(i -> (places[i] == number - 1) != others)
              .toArray());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--fold " + fold.get() + ": " + e.getMessage());
    }
  }
}
