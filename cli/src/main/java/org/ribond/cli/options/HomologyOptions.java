package org.ribond.cli.options;

import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.sequence.homology.HomologyRule;
import picocli.CommandLine.Option;

/** Options of commands that align chains. */
public final class HomologyOptions {
  @Option(
      names = "--identity",
      paramLabel = "PART",
      description =
          "Proteins are homologous from this identity of their best local alignment of 40 bits or"
              + " more (default: ${DEFAULT-VALUE}).")
  private double identity = HomologyRule.DEFAULT.proteinIdentity();

  @Option(
      names = "--rna-identity",
      paramLabel = "PART",
      description =
          "RNAs are homologous from this identity over 20 columns and half of the shorter"
              + " (default: ${DEFAULT-VALUE}).")
  private double rnaIdentity = HomologyRule.DEFAULT.rnaIdentity();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to align on (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * The rule by which chains are homologous.
   *
   * @throws UsageException if a share is out of range
   */
  public HomologyRule rule() {
    try {
      return new HomologyRule(identity, rnaIdentity);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--identity and --rna-identity: " + e.getMessage());
    }
  }

  /**
   * Number of threads.
   *
   * @throws UsageException if it is out of range
   */
  public int threads() {
    if (threads < 1 || threads > BackendChoice.MOST_THREADS) {
      throw new UsageException(
          "--threads " + threads + " is not from 1 to " + BackendChoice.MOST_THREADS);
    }
    return threads;
  }
}
