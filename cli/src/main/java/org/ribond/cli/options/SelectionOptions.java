package org.ribond.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.cli.format.PredictionFormat;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.predict.Selection;
import picocli.CommandLine.Option;

/** Options for which pairs of a map are shown. */
public final class SelectionOptions {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern PER_RESIDUE =
      Pattern.compile("(?<times>\\d{1,6}(\\.\\d{1,6})?)?L(/(?<parts>\\d{1,6}(\\.\\d{1,6})?))?");

  @Option(
      names = "--top",
      paramLabel = "K",
      description =
          "Show the K best pairs of each map; L, L/2, 2L are counted by the protein's length."
              + " Default: as many as the shorter chain is long, at least 10.")
  private String top;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Show the pairs that score T or more, in the order of the map.")
  private Double threshold;

  @Option(names = "--all", description = "Show all pairs, in the order of the map.")
  private boolean all;

  /** Checks what was given for {@code format}. */
  public void check(PredictionFormat format) {
    int given = (top == null ? 0 : 1) + (threshold == null ? 0 : 1) + (all ? 1 : 0);
    if (given > 1) {
      throw new UsageException("give one of --top, --threshold and --all");
    }
    if (format == PredictionFormat.NPY && given == 1 && !all) {
      throw new UsageException("--format npy writes whole maps: leave --top and --threshold out");
    }
    if (format == PredictionFormat.PRACTIP && all) {
      throw new UsageException(
          "--format practip lists contacts without scores: use --top or --threshold, not --all");
    }
    get();
  }

  /** The selection asked for. */
  public Selection get() {
    if (all) {
      return Selection.Threshold.NONE;
    }
    if (threshold != null) {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new UsageException("--threshold " + threshold + " is not between 0 and 1");
      }
      return new Selection.Threshold(threshold);
    }
    return top == null ? new Selection.TopShorterChain() : best(top);
  }

  private static Selection best(String top) {
    if (NUMBER.matcher(top).matches()) {
      return new Selection.Top(Integer.parseInt(top));
    }
    Matcher match = PER_RESIDUE.matcher(top);
    if (match.matches()) {
      double factor = number(match.group("times")) / number(match.group("parts"));
      if (factor > 0 && Double.isFinite(factor)) {
        return new Selection.TopPerResidue(factor);
      }
    }
    throw new UsageException(
        "--top " + top + " is neither a number above 0 nor such as L, L/5, 2L");
  }

  private static double number(String text) {
    return text == null ? 1 : Double.parseDouble(text);
  }

  /** What is shown, in words. */
  public String inWords() {
    if (all) {
      return "all pairs";
    }
    if (threshold != null) {
      return "pairs that score at least " + threshold;
    }
    return top == null
        ? "best pairs, as many as the shorter chain is long (at least 10)"
        : "best pairs, " + top + (top.contains("L") ? " for a protein of length L" : "");
  }
}
