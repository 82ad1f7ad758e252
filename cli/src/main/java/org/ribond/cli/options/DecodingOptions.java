package org.ribond.cli.options;

import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.fold.predict.Decoder;
import org.ribond.engine.fold.predict.FoldPredictor;
import picocli.CommandLine.Option;

/** Options of commands that predict structures of RNAs. */
public final class DecodingOptions {
  /** Share of Java's memory that is theirs; the rest is for what is read and written. */
  private static final double MEMORY = 0.8;

  @Option(
      names = "--decode",
      paramLabel = "RULE",
      defaultValue = "mea",
      description = {
        "mea: the structure of the greatest expected accuracy (default);",
        "centroid: all pairs that are likelier than not."
      })
  private Decoder.Kind kind;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description =
          "Of mea, what a paired base counts beside an unpaired one: the greater, the more pairs"
              + " (default: 2).")
  private Double gamma;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads (default: all processors).")
  private Integer threads;

  /** A predictor as these options want it. */
  public FoldPredictor predictor() {
    if (gamma != null && kind != Decoder.Kind.MEA) {
      throw new UsageException("--gamma is an option of --decode mea");
    }
    if (gamma != null && !(gamma > 0 && gamma <= 1000)) {
      throw new UsageException("--gamma must be above 0 and at most 1000");
    }
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > BackendChoice.MOST_THREADS) {
      throw new UsageException("--threads must be from 1 to " + BackendChoice.MOST_THREADS);
    }
    return new FoldPredictor(
        new Decoder(kind, gamma == null ? Decoder.DEFAULT.gamma() : gamma),
        count,
        (long) (MEMORY * Runtime.getRuntime().maxMemory()));
  }
}
