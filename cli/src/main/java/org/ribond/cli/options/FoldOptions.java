package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.CrossFold;
import org.ribond.engine.contact.complex.HomologyGroups;
import org.ribond.engine.sequence.homology.HomologyRule;
import picocli.CommandLine.Option;

/** Options of commands that take part in a cross-validation: which fold is left out. */
final class FoldOptions {
  private static final Pattern FOLD = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

  @Option(
      names = "--fold",
      paramLabel = "K/N",
      description =
          "Of the data in N parts without homologues in two of them (pdb: of all its sides), the"
              + " K-th: train leaves it out, evaluate scores it.")
  private Optional<String> fold;

  @Option(
      names = "--fold-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of which homology group is in which fold (default: 1).")
  private long seed;

  /** Whether a fold is asked for. */
  boolean isGiven() {
    return fold.isPresent();
  }

  /** The fold in words, such as {@code fold 1/5}. */
  String name() {
    return "fold " + fold.orElseThrow();
  }

  /**
   * The fold of {@code complexes}, by their own homology groups if all have one, else by those that
   * {@code dataset split} would find.
   *
   * @throws UsageException if there cannot be such a fold
   */
  CrossFold of(List<Complex> complexes) {
    Matcher matcher = FOLD.matcher(fold.orElseThrow());
    if (!matcher.matches()) {
      throw new UsageException("--fold must be such as 1/5: the first of five");
    }
    try {
      return CrossFold.of(
          grouped(complexes),
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--fold " + fold.get() + ": " + e.getMessage());
    }
  }

  private static List<Complex> grouped(List<Complex> complexes) {
    if (complexes.stream().allMatch(complex -> complex.cluster().isPresent())) {
      return complexes;
    }
    return new HomologyGroups(
            complexes,
            HomologyRule.DEFAULT,
            Runtime.getRuntime().availableProcessors(),
            (done, total) -> {})
        .clustered();
  }
}
